# Sourced by the scripts at the root: finds the tools, and says in one line what is missing and how to get it.
# shellcheck shell=bash

readonly JDK_MIN=21 NODE_MIN=20

# The first complaint ends the script.
missing() {
  printf 'Windsock needs %s\n' "$1" >&2
  exit 1
}

# Feature release of the JDK at $1, from its release file, which is faster than to start it; nothing where there is none.
jdk_release() {
  [[ -x "$1/bin/javac" && -r "$1/release" ]] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA_HOME and JDK: the JDK of JAVA_HOME where it will do, else the newest that is found.
find_jdk() {
  local home release on_path
  JDK=$(jdk_release "${JAVA_HOME:-/nonexistent}")
  if ((${JDK:-0} < JDK_MIN)); then
    JDK=0 JAVA_HOME=
    on_path=$(readlink -f "$(command -v javac || true)" || true)
    for home in "${on_path%/bin/javac}" /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
      release=$(jdk_release "$home")
      if ((${release:-0} > JDK)); then JDK=$release JAVA_HOME=$home; fi
    done
  fi
  ((JDK >= JDK_MIN)) || missing "a JDK $JDK_MIN or newer: get one from https://adoptium.net or your distribution, and set JAVA_HOME where it is not found by itself."
  export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
}

find_node() {
  local version
  version=$(node --version 2>/dev/null) || missing "Node $NODE_MIN or newer, with npm: get it from https://nodejs.org or your distribution."
  version=${version#v}
  ((${version%%.*} >= NODE_MIN)) || missing "Node $NODE_MIN or newer, and this one is $version: get it from https://nodejs.org or your distribution."
  command -v npm >/dev/null || missing "npm, which belongs to Node: apt-get install npm, or get Node from https://nodejs.org."
}

# Maven runs on the JDK that was found. The flags silence what Maven's own libraries do that newer JDKs warn of.
find_maven() {
  command -v mvn >/dev/null || debian_install "Maven 3.8 or newer" maven
  export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED"
  if ((JDK >= 24)); then MAVEN_OPTS+=" --sun-misc-unsafe-memory-access=allow"; fi
}

# debian_install <what> <package>...: installs where it may, else says how.
debian_install() {
  local what=$1 log
  shift
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || missing "$what: apt-get install $*"
  printf 'Installing from Debian: %s\n' "$*" >&2
  log=$(mktemp)
  # RUNLEVEL=1: the packages' services are not wanted, only their programs.
  if ! { apt-get update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    missing "$what, and its installation failed: apt-get install $*"
  fi
  rm -f "$log"
}

# The server's flags for the JDK that was found, one a line.
jvm_flags() {
  # Trim: what the compilers have used and freed stays with the C library until it is asked for it, which only Linux can be.
  if ((JDK >= 25)); then
    printf '%s\n' -XX:+UseCompactObjectHeaders -XX:TrimNativeHeapInterval=2000 -Xlog:trimnative=off
  fi
  # When thousands of connections have come, one collection would copy all that they hold, which stops all for 50 ms and
  # more: this asks for several small ones, of 20 ms each.
  echo -XX:MaxGCPauseMillis=20
  # Its classes live as long as it does: to look for some that do not stops all for another 5 to 12 ms now and then.
  echo -XX:-ClassUnloadingWithConcurrentMark
  # Memory that connections have left behind goes back to the system: less of the heap is kept free, and an idle server
  # collects now and then.
  printf '%s\n' -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:G1PeriodicGCInterval=60000
}
