package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.time.ZoneId;
import java.util.Optional;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all pages have in common: only GET shows and only POST with the page's token changes; nothing is kept by browsers or proxies; and
 * where the plugin is not running, the page says so. Openfire's own filter has checked the login before.
 */
abstract class ConsoleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServlet.class);

    private final transient Templates templates = new Templates();
    private final transient PageToken tokens = new PageToken();

    /** @return where this page is in the menu */
    abstract Place place(HttpServletRequest request);

    /** @return which of the plugin's parts this page is */
    abstract PartName part();

    /** Shows. Changes nothing. */
    abstract void get(Page page) throws IOException, StoreException;

    /** Changes, after the token was found right. */
    abstract void post(Page page) throws IOException, StoreException;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            serve(request, response);
        } catch (IOException e) {
            // Who asked is gone.
            throw e;
        } catch (Throwable e) {
            failed(request, response, e);
        }
    }

    private void failed(HttpServletRequest request, HttpServletResponse response, Throwable problem) {
        try {
            Optional<Console> console = ConsoleContext.current();
            console.ifPresent(present -> present.parts().part(part()).failed(problem));
            if (!response.isCommitted()) {
                response.resetBuffer();
                say(request, response, console.orElse(null), 500, "error.failed");
            }
        } catch (Throwable e) {
            sendError(response);
        }
    }

    /** Where not even a page with nothing but the error can be shown. */
    private static void sendError(HttpServletResponse response) {
        try {
            if (!response.isCommitted()) {
                response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            }
        } catch (Throwable e) {
            // Nothing can be answered, then.
            return;
        }
    }

    private void say(HttpServletRequest request, HttpServletResponse response, @Nullable Console console, int status, String key)
        throws IOException {
        Texts texts = console != null ? console.texts()
            : new Texts(new BundleMessages(getClass().getClassLoader()), request.getLocale(), ZoneId.systemDefault());
        new Page(console, texts, request, response, templates, tokens).refuse(status, place(request), key);
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "same-origin");
        Optional<Console> console = ConsoleContext.current();
        if (console.isEmpty()) {
            say(request, response, null, 503, "error.not-running");
            return;
        }
        if (console.get().parts().part(part()).isOff()) {
            say(request, response, console.get(), 503, "error.off");
            return;
        }
        Page page = new Page(console.get(), console.get().texts(), request, response, templates, tokens);
        try {
            switch (request.getMethod()) {
                case "GET", "HEAD" -> get(page);
                case "POST" -> {
                    if (tokens.matches(request.getSession(), request.getParameter(PageToken.FIELD))) {
                        post(page);
                    } else {
                        page.refuse(403, place(request), "error.token");
                    }
                }
                default -> page.refuse(405, place(request), "error.method");
            }
        } catch (StoreException e) {
            LOG.error("The console's page {} could not use the database", place(request).title(), e);
            page.refuse(500, place(request), "error.database");
        }
    }
}
