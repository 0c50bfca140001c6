package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.servlet.http.HttpServletRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page on which an administrator tries Web Push in the browser that the console is open in. Nothing of it is kept. */
public final class BrowserServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(BrowserServlet.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Override
    PartName part() {
        return PartName.SETTINGS_PAGE;
    }

    @Override
    Place place(HttpServletRequest request) {
        return Place.BROWSER;
    }

    @Override
    void get(Page page) throws IOException {
        BrowserTrial trial = page.console().browser();
        String key = trial.knownKey();
        Map<String, Object> model = new HashMap<>();
        model.put("possible", trial.possible() && key != null);
        model.put("key", Objects.requireNonNullElse(key, ""));
        page.show(200, Place.BROWSER, "browser", model, List.of());
    }

    @Override
    void post(Page page) throws IOException {
        Texts texts = page.texts();
        page.redirect(Place.BROWSER.address(), List.of(tried(page, texts)));
    }

    private static Notice tried(Page page, Texts texts) {
        BrowserTrial trial = page.console().browser();
        if (!trial.possible()) {
            return Notice.error(texts.get("browser.off"));
        }
        try {
            String condition = trial.send(page.parameter("endpoint"), page.parameter("p256dh"), page.parameter("auth"),
                texts.get("browser.text")).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return condition.equals(Answer.RESULT) ? Notice.success(texts.get("browser.taken"))
                : Notice.error(texts.get("browser.refused", new RegistrationsView(texts).condition(condition)));
        } catch (IllegalArgumentException e) {
            return Notice.error(texts.get("browser.refused", e.getMessage()));
        } catch (TimeoutException e) {
            return Notice.error(texts.get("browser.refused", texts.get("answer.timeout")));
        } catch (ExecutionException e) {
            LOG.warn("A push to the administrator's browser failed", e.getCause());
            return Notice.error(texts.get("error.failed"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Notice.error(texts.get("error.failed"));
        }
    }
}
