/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MAPGC_TEXT_VERSION_H
#define MAPGC_TEXT_VERSION_H

#define MAPGC_VERSION	"0.1.0"	/* as in dkms.conf and module/main.c */

#endif /* MAPGC_TEXT_VERSION_H */
