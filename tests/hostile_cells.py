"""A project whose cells attack what runs them: one attack per value of a free axis. Each says what it could not do."""

RECIPE = """
matrix:
  axes: {attack: [ATTACKS]}
limits: {memory_mb: 320, disk_mb: 128, pids: 100, log_kb: 64, test_minutes: 3}
results: {junit: [link.xml, folder.xml, pipe.xml, wide.xml, linked/passwd], tests: [evil.tar, evil.zip]}
environment: {CANARY_PORT: "LISTENER"}
build: python attacks.py build
test: python attacks.py "$ASSAY_AXIS_ATTACK"
"""

ATTACKS = r'''
import gzip, io, os, pathlib, socket, stat, subprocess, sys, tarfile, time, zipfile

RESULTS = pathlib.Path(os.environ["ASSAY_RESULTS"])
NONE = "0" * 16


def reach(host, port):
    """Whether somebody there takes a connection."""
    try:
        with socket.create_connection((host, port), 2) as sent:
            sent.sendall(sys.argv[1].encode())
    except OSError:
        return False
    return True


def gateway():
    for line in open("/proc/net/route").readlines()[1:]:
        fields = line.split()
        if fields[1] == "00000000":
            return socket.inet_ntoa(int(fields[2], 16).to_bytes(4, "little"))


def build():
    interfaces = [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]]
    assert "eth0" in interfaces, interfaces
    pathlib.Path("gateway").write_text(gateway())
    if os.environ["ASSAY_AXIS_ATTACK"] == "walls":
        walls(building=True)


def walls(building=False):
    status = pathlib.Path("/proc/self/status").read_text()
    for name, value in (("NoNewPrivs", "1"), ("Seccomp", "2"), ("CapEff", NONE), ("CapBnd", NONE), ("CapAmb", NONE)):
        assert f"{name}:\t{value}\n" in status, (name, status)
    assert os.getuid() == os.geteuid() == os.getgid() == 10001 and os.getgroups() in ([], [10001])
    for place in ("/", "/etc", "/usr", "/var", "/root", "/dev", "/sys/fs/cgroup", "/proc/sys/kernel"):
        try:
            (pathlib.Path(place) / "x").write_text("x")
        except OSError:
            continue
        sys.exit(f"{place} is writable")
    for place in ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd", "/dev/mem", "/dev/kmsg", "/dev/fuse"):
        assert not os.access(place, os.R_OK), place
    for path in pathlib.Path("/dev").iterdir():
        assert not stat.S_ISBLK(path.lstat().st_mode), path
    for command in ("mount -t tmpfs none /usr", "mknod here b 8 0", "unshare --mount true", "su -c id"):
        assert subprocess.run(command, shell=True, capture_output=True).returncode, command
    for place in ("/proc/sysrq-trigger", "/proc/kcore", "/proc/sys/kernel/core_pattern"):
        try:
            open(place, "r+b").write(b"b")
        except OSError:
            continue
        sys.exit(f"{place} can be written")
    assert not [name for name in os.environ if "CANARY_TOKEN" in name or "BUILD" in name or "WORKER" in name]
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in ("environ", "cmdline"):
            try:
                said = pathlib.Path(f"/proc/{pid}/{name}").read_bytes()
            except OSError:
                continue
            assert b"canary-9b1e" not in said and b"WORKERPASS" not in said and b"buildbot" not in said, said
    mounts = [line.split() for line in open("/proc/mounts")]
    work = [fields for fields in mounts if fields[1] == "/work"]
    assert [fields[2] for fields in work] == ["tmpfs"], work
    binds = {fields[1] for fields in mounts if fields[2] in ("ext4", "xfs", "btrfs", "overlay")}
    assert binds <= {"/", "/etc/resolv.conf", "/etc/hostname", "/etc/hosts", "/usr/sbin/docker-init"}, binds
    if building:
        return
    assert [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]] == ["lo"]
    host = pathlib.Path("gateway").read_text()
    for address in (("169.254.169.254", 80), ("1.1.1.1", 53), (host, int(os.environ["CANARY_PORT"]))):
        assert not reach(*address), address


def fork():
    """Processes that fork without end, and that outlive the command which began them."""
    ends = time.monotonic() + 3
    most = 0
    while time.monotonic() < ends:
        try:
            child = os.fork()
        except OSError:
            most = max(most, len(list(filter(str.isdigit, os.listdir("/proc")))))
            time.sleep(0.2)
            continue
        if child == 0:
            ends = time.monotonic() + 3600
    assert 0 < most <= 101, most
    os._exit(0)


def memory():
    print(len(bytearray(2 * 320 * 2**20)))


def disk():
    """Three hundred megabytes, and as many files as there are inodes."""
    place = pathlib.Path("filled")
    for fill in (content, names):
        place.mkdir()
        try:
            fill(place)
        except OSError as error:
            print(fill.__name__, "ended:", error.strerror)
        else:
            sys.exit("no end")
        finally:
            subprocess.run(["rm", "-rf", str(place)])


def content(place):
    with (place / "big").open("wb") as file:
        for _ in range(300):
            file.write(bytes(2**20))


def names(place):
    for number in range(100_000):
        (place / str(number)).touch()


def flood():
    """Twenty megabytes of lines, one line of twenty, and what a terminal would obey."""
    out = sys.stdout.buffer
    for _ in range(200):
        out.write(b"flood\n" * 17_000)
    out.write(b"x" * 20_000_000 + b"\n")
    out.write(b"\x1b[2J\x1b]0;title\x07\x00\x08\x9b31m\xff<script>alert(1)</script>\n")
    sys.exit(1)


def artefacts():
    """Everything but a regular file in place of a report, and archives that nobody should unpack."""
    os.symlink("/etc/passwd", RESULTS / "junit.xml")
    os.symlink("/etc/passwd", RESULTS / "link.xml")
    os.symlink("/etc", RESULTS / "linked")
    (RESULTS / "folder.xml").mkdir()
    os.mkfifo(RESULTS / "pipe.xml")
    try:
        os.link("/etc/passwd", RESULTS / "hard.xml")
    except OSError:
        pass
    with (RESULTS / "wide.xml").open("wb") as file:
        file.write(b'<testsuites><testsuite><testcase name="')
        file.truncate(200 * 2**20)
    with tarfile.open(RESULTS / "evil.tar", "w") as archive:
        member = tarfile.TarInfo("../../../../../../tmp/canary-of-the-tar")
        archive.addfile(member, io.BytesIO(b""))
    with zipfile.ZipFile(RESULTS / "evil.zip", "w") as archive:
        archive.writestr("../../../../../../tmp/canary-of-the-zip", "")


def entities():
    """A document type with entities that double, and one that names a file."""
    doubled = "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};">' for n in range(40))
    (RESULTS / "junit.xml").write_text(
        f'<!DOCTYPE testsuites [<!ENTITY e0 "lol"><!ENTITY file SYSTEM "file:///etc/passwd">{doubled}]>'
        '<testsuites><testsuite><testcase name="&file;&e40;"/></testsuite></testsuites>'
    )


def bomb():
    """Records of tests that unpack to a gigabyte."""
    with gzip.open(RESULTS / "tests.jsonl", "wb", compresslevel=1) as file:
        file.write(b'{"id":"a","outcome":"passed"}\n')
        for _ in range(128):
            file.write(b"\n" * 2**23)


def mass():
    """300,000 cases, one with words without end."""
    with (RESULTS / "junit.xml").open("w") as file:
        file.write('<testsuites><testsuite><testcase classname="c" name="first"><failure message="')
        file.write("m" * 20_000_000)
        file.write('"/></testcase>')
        file.writelines(f'<testcase classname="c" name="n{n}"/>' for n in range(299_999))
        file.write("</testsuite></testsuites>")


def plain():
    (RESULTS / "junit.xml").write_text('<testsuites><testsuite><testcase name="fine"/></testsuite></testsuites>')


globals()[sys.argv[1]]()
'''

# Names that something of ours could import or run, were it to work inside the tree.
TRAPS = (
    "conftest.py", "sitecustomize.py", "usercustomize.py", "setup.py", "noxfile.py", "docs/conf.py", "json.py",
    "yaml.py", "master/__init__.py", "workers/__init__.py", "criteria/__init__.py", "reports/__init__.py",
)  # fmt: skip


def trap(canary: str) -> str:
    """Code that leaves a file on the machine; in a cell the folder is not there."""
    return f"import contextlib\nwith contextlib.suppress(OSError):\n    open({canary!r}, 'x').close()\n"


def recipe(*attacks: str, port: int = 9) -> str:
    return RECIPE.replace("ATTACKS", ", ".join(attacks)).replace("LISTENER", str(port))
