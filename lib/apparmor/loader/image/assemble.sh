#!/bin/sh
# Puts the root file system of the loader's image together: `assemble.sh PACKAGES DEST`.
#
# PACKAGES is a directory where the Debian packages of packages.txt were unpacked beside each other (`dpkg -x`). DEST
# must not exist. Nothing is installed or run as root, so the Dockerfile and a build without Docker share this file.
set -eu

packages=$1
dest=$2
loader=$(dirname "$(dirname "$(readlink -f "$0")")")

umask 022
mkdir "$dest"
mkdir -p "$dest/bin" "$dest/sbin" "$dest/etc/apparmor.d" "$dest/loader" "$dest/dev" "$dest/proc" \
  "$dest/sys" "$dest/tmp" "$dest/run/apparmor-loader" "$dest/state" "$dest/profiles" "$dest/host/proc" \
  "$dest/host/etc/apparmor.d" "$dest/usr/share/doc"

# A merged /usr has no /bin of its own: take the file from where the package has it.
first_of() {
  for candidate; do
    if [ -e "$packages/$candidate" ]; then
      printf '%s' "$packages/$candidate"
      return
    fi
  done
  printf 'assemble: none of these is in %s: %s\n' "$packages" "$*" >&2
  exit 1
}

cp "$(first_of bin/busybox usr/bin/busybox)" "$dest/bin/busybox"
for applet in $("$dest/bin/busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$dest/bin/$applet"
done

cp "$(first_of sbin/apparmor_parser usr/sbin/apparmor_parser)" "$dest/sbin/apparmor_parser"
for part in abi abstractions tunables; do
  cp -R "$packages/etc/apparmor.d/$part" "$dest/etc/apparmor.d/"
done
# For profiles without an abi rule: the parser's own default mediates no network at all, and says nothing about it.
mkdir -p "$dest/etc/apparmor" "$dest/usr/share/apparmor-features"
cp "$packages/etc/apparmor/parser.conf" "$dest/etc/apparmor/"
cp "$packages/usr/share/apparmor-features/features" "$dest/usr/share/apparmor-features/"

# The parser is linked with the C library alone; its interpreter says where the library has to be.
for library in "$packages"/lib/*-linux-gnu/libc.so.6 "$packages"/usr/lib/*-linux-gnu/libc.so.6; do
  [ ! -e "$library" ] || libc=$library
done
folder=lib/$(basename "$(dirname "$libc")")
mkdir -p "$dest/$folder"
cp "$libc" "$dest/$folder/libc.so.6"
for interpreter in "$(dirname "$libc")"/ld-linux*.so.*; do
  cp "$interpreter" "$dest/$folder/"
  case "$(basename "$interpreter")" in
    ld-linux-x86-64*) place=lib64 ;;
    *) place=lib ;;
  esac
  mkdir -p "$dest/$place"
  ln -s "/$folder/$(basename "$interpreter")" "$dest/$place/$(basename "$interpreter")"
done
"$dest/$folder/$(basename "$interpreter")" --library-path "$dest/$folder" "$dest/sbin/apparmor_parser" --version \
  >/dev/null 2>&1 || { echo 'assemble: apparmor_parser does not start with the C library alone' >&2 && exit 1; }

cp "$loader/loader" "$loader"/*.sh "$loader"/*.awk "$loader/httpd.conf" "$dest/loader/"

for package in busybox-static apparmor libc6; do
  mkdir -p "$dest/usr/share/doc/$package"
  cp "$packages/usr/share/doc/$package/copyright" "$dest/usr/share/doc/$package/copyright"
done

# Scanners look here for what is inside, and for the release that it comes from.
mkdir -p "$dest/var/lib/dpkg"
cp -R "$packages/var/lib/dpkg/status.d" "$dest/var/lib/dpkg/"
grep -E '^(PRETTY_NAME|ID|VERSION_ID|VERSION_CODENAME)=' /etc/os-release >"$dest/etc/os-release"
sed -n 's/^VERSION_ID="*\([0-9]*\)"*$/\1/p' /etc/os-release >"$dest/etc/debian_version"
printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$dest/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$dest/etc/group"
