package dev.windsock.bench.server;

import java.nio.file.Path;

/** What a contestant runs on, as far as garbage is concerned: idle memory is compared after a collection. */
enum Platform {
    /** Nothing to collect. */
    NATIVE {
        @Override
        void collectGarbage(long pid) {}
    },
    /** A script that collects on SIGUSR2. */
    NODE {
        @Override
        void collectGarbage(long pid) {
            ProcessFigures.run("kill", "-USR2", Long.toString(pid));
        }
    },
    /** Asked by the jcmd of the JDK that this runs on. */
    JVM {
        @Override
        void collectGarbage(long pid) {
            jcmd(pid, "GC.run");
        }

        @Override
        long liveHeapBytes(long pid) {
            // The last line: "Total", instances, bytes.
            String histogram = jcmd(pid, "GC.class_histogram");
            String[] total =
                    histogram.substring(histogram.lastIndexOf('\n') + 1).split(" +", -1);
            return Long.parseLong(total[2]);
        }
    };

    abstract void collectGarbage(long pid);

    long liveHeapBytes(long pid) {
        return 0;
    }

    private static String jcmd(long pid, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return ProcessFigures.run(jcmd, Long.toString(pid), command);
    }
}
