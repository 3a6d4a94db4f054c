// SPDX-License-Identifier: GPL-2.0

package main

// Trees of maps, walked down in a loop: one call site, one depth more each turn.

const levels = 6

type (
	document = map[string]interface{}
	tree     map[string]tree
)

type trees struct {
	path     []string // levels of them
	document document
	tree     tree
}

func newTrees(keys []string) trees {
	t := trees{document: document{"leaf": 1}, tree: tree{}}
	for i := 0; i < levels; i++ {
		t.path = append(t.path, keys[i%fanout])
	}
	for i := levels - 1; i >= 0; i-- {
		t.document = document{t.path[i]: t.document}
		t.tree = tree{t.path[i]: t.tree}
	}
	return t
}

func init() {
	register("walk", true, []shape{
		{name: "document", truth: "r1 r2 r3 r4 r5 r6", run: func(w *world, i int) {
			w.sum += walkDocument(w.trees.document, w.trees.path)
		}},
		{name: "documentTo2", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += walkDocument(w.trees.document, w.trees.path[:2])
		}},
		{name: "documentLeaf", truth: "r1 r2 r3 r4 r5 r6 r7", run: func(w *world, i int) {
			w.sum += walkDocumentLeaf(w.trees.document, w.trees.path)
		}},
		{name: "documentOK", truth: "r1 r2 r3 r4 r5 r6", run: func(w *world, i int) {
			w.sum += walkDocumentOK(w.trees.document, w.trees.path)
		}},
		{name: "tree", truth: "r1 r2 r3 r4 r5 r6", run: func(w *world, i int) {
			w.sum += walkTree(w.trees.tree, w.trees.path)
		}},
		{name: "treeByTwo", truth: "r1 r2 r3 r4 r5 r6", run: func(w *world, i int) {
			w.sum += walkTreeByTwo(w.trees.tree, w.trees.path)
		}},
		{name: "treeTwice", truth: "2r1 2r2 2r3 2r4 2r5 2r6", run: func(w *world, i int) {
			w.sum += walkTreeTwice(w.trees.tree, w.trees.path)
		}},
		{name: "treeDelete", truth: "r1 r2 r3 r4 r5 r6 d7", run: func(w *world, i int) {
			walkTreeDelete(w.trees.tree, w.trees.path)
		}},
		{name: "recursion", truth: "6r1", run: func(w *world, i int) {
			w.sum += walkRecursion(w.trees.tree, w.trees.path)
		}},
	})
}

//go:noinline
func walkDocument(cur document, path []string) int {
	for _, key := range path {
		cur = cur[key].(map[string]interface{})
	}
	return len(cur)
}

//go:noinline
func walkDocumentLeaf(cur document, path []string) int {
	for _, key := range path {
		cur = cur[key].(map[string]interface{})
	}
	return cur["leaf"].(int)
}

//go:noinline
func walkDocumentOK(cur document, path []string) int {
	for _, key := range path {
		next, ok := cur[key].(map[string]interface{})
		if !ok {
			return -1
		}
		cur = next
	}
	return len(cur)
}

//go:noinline
func walkTree(t tree, path []string) int {
	for _, key := range path {
		t = t[key]
	}
	return len(t)
}

//go:noinline
func walkTreeByTwo(t tree, path []string) int {
	for i := 0; i+1 < len(path); i += 2 {
		t = t[path[i]][path[i+1]]
	}
	return len(t)
}

//go:noinline
func walkTreeTwice(t tree, path []string) int {
	n := 0
	for turn := 0; turn < 2; turn++ {
		cur := t
		for _, key := range path {
			cur = cur[key]
		}
		n += len(cur)
	}
	return n
}

//go:noinline
func walkTreeDelete(t tree, path []string) {
	for _, key := range path {
		t = t[key]
	}
	delete(t, path[0])
}

// walkRecursion finds each map in one frame and uses it in another.
//
//go:noinline
func walkRecursion(t tree, path []string) int {
	if len(path) == 0 {
		return len(t)
	}
	return walkRecursion(t[path[0]], path[1:]) + 1
}
