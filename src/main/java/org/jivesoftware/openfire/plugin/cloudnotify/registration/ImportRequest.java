package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Lanes;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Timer;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.OtherPluginImport.Result;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the registrations of the other push plugin when an administrator sets {@link Settings#IMPORT} to true: once, then the
 * property is false again. The log says what came of it.
 */
public final class ImportRequest implements Takeover, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRequest.class);
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final Result NOTHING = new Result(false, 0, 0, 0);

    private final Settings settings;
    private final OtherPluginImport takeover;
    private final Lanes lanes;
    private final Timer timer;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AutoCloseable subscription;
    private volatile Progress progress = new Progress(Stage.NOT_YET, 0, 0, NOTHING);
    private volatile boolean closed;

    /**
     * Begins to listen, and looks whether it was asked for before.
     *
     * @param settings has the property
     * @param properties tells of changes
     * @param takeover does it
     * @param lanes where it is done: what is one user's on that user's lane, and others have their turn in between
     * @param timer tries again where a lane is full
     */
    public ImportRequest(Settings settings, PropertySource properties, OtherPluginImport takeover, Lanes lanes,
                         Timer timer) {
        this.settings = Objects.requireNonNull(settings);
        this.takeover = Objects.requireNonNull(takeover);
        this.lanes = Objects.requireNonNull(lanes);
        this.timer = Objects.requireNonNull(timer);
        this.subscription = properties.onChange(name -> {
            if (name.equals(Settings.IMPORT.property())) {
                look();
            }
        });
        Whole.begin(this::look, this);
    }

    @Override
    public @Nullable Outlook outlook() throws StoreException {
        return takeover.outlook();
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void begin() {
        settings.set(Settings.IMPORT, true);
        // After a failure it is true already, and nobody is told of a change.
        look();
    }

    @Override
    public void stop() {
        settings.set(Settings.IMPORT, false);
    }

    private void look() {
        if (settings.get(Settings.IMPORT) && running.compareAndSet(false, true)) {
            progress = new Progress(Stage.RUNNING, 0, 0, NOTHING);
            step("", this::find);
        }
    }

    /** A piece of it. */
    @FunctionalInterface
    private interface Step {
        void take() throws StoreException;
    }

    private void step(String username, Step step) {
        if (!lanes.execute(username, () -> take(step))) {
            timer.after(BUSY, () -> {
                if (!closed) {
                    step(username, step);
                }
            });
        }
    }

    private void take(Step step) {
        boolean goesOn = false;
        try {
            step.take();
            goesOn = true;
        } catch (StoreException e) {
            LOG.warn("The registrations of the other push plugin could not be taken over; set {} again to go on",
                Settings.IMPORT.property(), e);
        } finally {
            if (!goesOn) {
                over(Stage.FAILED);
            }
        }
    }

    /** Told last: who sees that it is over may begin again. */
    private void over(Stage stage) {
        progress = new Progress(stage, progress.users(), progress.done(), progress.result());
        running.set(false);
    }

    private void find() throws StoreException {
        List<String> usernames = takeover.usernames();
        next(usernames == null ? List.of() : usernames, 0, new Result(usernames != null, 0, 0, 0));
    }

    /** One user after the other, and nobody waits for more than one of them. */
    private void next(List<String> usernames, int index, Result result) {
        progress = new Progress(Stage.RUNNING, usernames.size(), index, result);
        if (closed || !settings.get(Settings.IMPORT)) {
            LOG.info("Taking over the other push plugin's registrations was stopped: {} taken over, {} of {} users done",
                new Object[] {result.imported(), index, usernames.size()});
            over(Stage.STOPPED);
        } else if (index == usernames.size()) {
            end(result);
        } else {
            String username = usernames.get(index);
            step(username, () -> next(usernames, index + 1, takeover.takeOver(username, result)));
        }
    }

    private void end(Result result) {
        if (result.tableFound()) {
            LOG.info("Registrations of the other push plugin: {} taken over, {} were here already, {} could not be used",
                new Object[] {result.imported(), result.alreadyThere(), result.skipped()});
        } else {
            LOG.info("There are no registrations of another push plugin in this database");
        }
        settings.set(Settings.IMPORT, false);
        over(Stage.DONE);
        // Whoever asked meanwhile is not forgotten.
        look();
    }

    @Override
    public void close() throws Exception {
        closed = true;
        subscription.close();
    }
}
