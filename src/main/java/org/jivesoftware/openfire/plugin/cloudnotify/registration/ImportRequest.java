package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.PropertySource;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the registrations of the other push plugin when an administrator sets {@link Settings#IMPORT} to true: once, then the
 * property is false again. The log says what came of it.
 */
public final class ImportRequest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRequest.class);

    private final Settings settings;
    private final OtherPluginImport takeover;
    private final Executor executor;
    private final AutoCloseable subscription;

    /**
     * Begins to listen, and looks whether it was asked for before.
     *
     * @param settings has the property; not null
     * @param properties tells of changes; not null
     * @param takeover does it; not null
     * @param executor where it is done, since it blocks; not null
     */
    public ImportRequest(Settings settings, PropertySource properties, OtherPluginImport takeover, Executor executor) {
        this.settings = Objects.requireNonNull(settings);
        this.takeover = Objects.requireNonNull(takeover);
        this.executor = Objects.requireNonNull(executor);
        this.subscription = properties.onChange(name -> {
            if (name.equals(Settings.IMPORT.property())) {
                look();
            }
        });
        look();
    }

    private void look() {
        if (settings.get(Settings.IMPORT)) {
            executor.execute(this::run);
        }
    }

    private void run() {
        try {
            OtherPluginImport.Result result = takeover.run();
            if (result.tableFound()) {
                LOG.info("Registrations of the other push plugin: {} taken over, {} were here already, {} could not be used",
                    new Object[] {result.imported(), result.alreadyThere(), result.skipped()});
            } else {
                LOG.info("There are no registrations of another push plugin in this database");
            }
            settings.set(Settings.IMPORT, false);
        } catch (StoreException e) {
            LOG.warn("The registrations of the other push plugin could not be taken over; set {} again to go on",
                Settings.IMPORT.property(), e);
        }
    }

    @Override
    public void close() throws Exception {
        subscription.close();
    }
}
