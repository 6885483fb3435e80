"""Carries IP packets between two TUN devices that it makes, each after a delay, and loses some at random.

Arguments: the two devices, the delay of each direction in milliseconds, the loss in percent. It says "ready" when the devices are there, and
"<carried> <lost>" when its standard input ends; the devices go with it. It does without modules of the kernel that a small kernel lacks.
"""
import collections
import fcntl
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000


def device(name):
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return end


def main():
    near, far = device(sys.argv[1]), device(sys.argv[2])
    delay, loss = int(sys.argv[3]) / 1000, int(sys.argv[4]) / 100
    print("ready", flush=True)
    other = {near: far, far: near}
    under_way = collections.deque()
    carried = lost = 0
    while True:
        wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
        for end in select.select([sys.stdin, near, far], [], [], wait)[0]:
            if end is sys.stdin:
                print(carried, lost, flush=True)
                return
            packet = os.read(end, 65535)
            if random.random() < loss:
                lost += 1
            else:
                under_way.append((time.monotonic() + delay, other[end], packet))
        while under_way and under_way[0][0] <= time.monotonic():
            _, to, packet = under_way.popleft()
            try:
                os.write(to, packet)
                carried += 1
            except OSError:
                lost += 1


main()
