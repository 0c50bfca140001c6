package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jspecify.annotations.Nullable;

/**
 * The figures for Prometheus, at {@code /plugins/cloudnotify/metrics.jsp} of the admin console. Off by default; asks for a bearer token
 * (see {@link MetricsAccess}). Its address ends like a page's, since Openfire finds plugins' servlets in all versions only so.
 */
public final class MetricsServlet extends HttpServlet {

    /** What the console's login filter calls this page. */
    public static final String ADDRESS = "cloudnotify/metrics.jsp";

    private static final long serialVersionUID = 1L;
    /** Openfire creates the servlet by its class name, so it cannot be handed anything. */
    private static volatile @Nullable Source source;

    private record Source(MetricsAccess access, Counts counts, Part part) {
    }

    /**
     * Opens the page.
     *
     * @param access who may read
     * @param counts what
     * @param part is told what fails
     * @return closes it
     */
    public static AutoCloseable open(MetricsAccess access, Counts counts, Part part) {
        source = new Source(Objects.requireNonNull(access), Objects.requireNonNull(counts), Objects.requireNonNull(part));
        return () -> source = null;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Source present = source;
        try {
            if (present != null && present.part().isOff()) {
                response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            } else {
                serve(present, request, response);
            }
        } catch (IOException e) {
            // Who asked is gone.
            throw e;
        } catch (Throwable e) {
            failed(present, response, e);
        }
    }

    private static void failed(@Nullable Source present, HttpServletResponse response, Throwable problem) {
        try {
            if (present != null) {
                present.part().failed(problem);
            }
            if (!response.isCommitted()) {
                response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
        } catch (Throwable e) {
            // Nothing can be answered, then.
            return;
        }
    }

    private static void serve(@Nullable Source present, HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Filters of the console begin a session for everybody; a scraper would leave one behind every few seconds.
        HttpSession session = request.getSession(false);
        if (session != null && session.isNew()) {
            session.invalidate();
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (present == null || !present.access().open()) {
            plain(response, HttpServletResponse.SC_NOT_FOUND, "Not switched on.\n");
        } else if (!present.access().granted(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"cloudnotify\"");
            plain(response, HttpServletResponse.SC_UNAUTHORIZED, "The token is missing or wrong.\n");
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            plain(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Only GET is understood.\n");
        } else {
            response.setContentType(PrometheusText.CONTENT_TYPE);
            write(response, PrometheusText.write(present.counts()));
        }
    }

    private static void plain(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        write(response, text);
    }

    private static void write(HttpServletResponse response, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
