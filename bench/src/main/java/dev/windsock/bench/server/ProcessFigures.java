package dev.windsock.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What Linux says of a set of processes, in /proc. */
public final class ProcessFigures {
    private static final double TICKS_PER_SECOND = Long.parseLong(run("getconf", "CLK_TCK"));

    private ProcessFigures() {}

    /** Returns the CPU time, user and system, that the processes have used so far, in µs. */
    public static double cpuMicros(List<Long> pids) {
        long ticks = 0;
        for (long pid : pids) {
            String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
            // The second field is the command in brackets, which may hold anything; the third is the first behind it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks += Long.parseLong(fields[14 - 3]) + Long.parseLong(fields[15 - 3]);
        }
        return ticks * 1_000_000 / TICKS_PER_SECOND;
    }

    /** Returns the bytes of memory that are resident. */
    public static long residentBytes(List<Long> pids) {
        long kilobytes = 0;
        for (long pid : pids) {
            kilobytes += read(Path.of("/proc", Long.toString(pid), "status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        }
        return kilobytes * 1024;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new ServerException("a server has ended by itself", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what a short command prints, without the line's end. */
    public static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            byte[] output = process.getInputStream().readAllBytes();
            process.waitFor();
            return new String(output, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new ServerException("cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted", e);
        }
    }
}
