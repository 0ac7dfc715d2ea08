// Linux system calls that Swift's Glibc module leaves out.
#pragma once

#include <sys/epoll.h>
#include <sys/eventfd.h>

struct sockaddr;

// glibc declares it with _GNU_SOURCE only; including <sys/socket.h> here would take its constants out of Glibc.
extern int accept4(int socket, struct sockaddr *address, unsigned int *length, int flags);
