package dev.windsock.server;

import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.handlers.resource.Resource;
import io.undertow.server.handlers.resource.ResourceChangeListener;
import io.undertow.server.handlers.resource.ResourceManager;
import io.undertow.util.ETag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files below one directory that may be shown: no links, nothing hidden ({@code .git}, {@code .env}), and no
 * directory without an {@code index.html}.
 */
final class PageFiles implements ResourceManager {
    static final String INDEX = "index.html";

    private static final int ALWAYS_BY_READING = Integer.MAX_VALUE;

    private final PathResourceManager files;

    /** Serves files below {@code directory}, which must exist. */
    PageFiles(Path directory) {
        try {
            this.files = (PathResourceManager) PathResourceManager.builder()
                    .setBase(directory.toRealPath())
                    .setTransferMinSize(ALWAYS_BY_READING)
                    .setFollowLinks(false)
                    .setETagFunction(PageFiles::etag)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes whenever the file is written; the same on all servers that have the same copy is not needed. */
    private static @Nullable ETag etag(Path file) {
        try {
            long modified = Files.getLastModifiedTime(file).toMillis();
            return new ETag(
                    true,
                    Long.toString(modified, Character.MAX_RADIX)
                            + '-'
                            + Long.toString(Files.size(file), Character.MAX_RADIX));
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable Resource getResource(String path) {
        if (isHidden(path)) {
            return null;
        }
        Resource resource = files.getResource(path);
        boolean shown = resource != null && (!resource.isDirectory() || hasIndex(path));
        return shown ? resource : null;
    }

    private static boolean isHidden(String path) {
        return path.startsWith(".") || (path.contains("/.") && !path.startsWith("/.well-known/"));
    }

    private boolean hasIndex(String directory) {
        Resource index = files.getResource(directory + '/' + INDEX);
        return index != null && !index.isDirectory();
    }

    @Override
    public boolean isResourceChangeListenerSupported() {
        return false;
    }

    @Override
    public void registerResourceChangeListener(ResourceChangeListener listener) {
        throw new UnsupportedOperationException("Files are read when they are asked for");
    }

    @Override
    public void removeResourceChangeListener(ResourceChangeListener listener) {
        throw new UnsupportedOperationException("Files are read when they are asked for");
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
