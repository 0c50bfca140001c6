/**
 * What other Openfire plugins may use of Cloud Notify: ask for a push, have a say before a registration is stored or a push is
 * published, and be told of results. <b>Nothing outside of this package is public</b>: it can change with every version. Here, nothing is
 * taken away or changed within a major version; new methods of interfaces that plugins implement have a default.
 *
 * <h2>Compiling</h2>
 * The build makes {@code target/cloudnotify-<version>-api.jar}, which holds this package and nothing else. Compile against it; to Maven,
 * which finds it after {@code mvn -DskipTests install}, it is {@code org.igniterealtime.openfire.plugins:cloudnotify:<version>} with the
 * classifier {@code api} and without any dependency: exclude them all, as the example's pom does. The API
 * speaks in types of the JDK, of tinder ({@link org.xmpp.packet.JID}) and of dom4j ({@link org.dom4j.Element}) only, the same in all
 * versions of Openfire from 4.2.0 to 5.1.1.
 *
 * <h2>Class loaders</h2>
 * Openfire gives each plugin a class loader that does not see the classes of other plugins. There are two ways; the code is the same.
 * <ol>
 * <li><b>With a class loader of your own (recommended).</b> Put {@code cloudnotify-<version>-api.jar} into your plugin's {@code lib}
 * folder. {@link org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify#find CloudNotify.find} makes your copy of this package and
 * Cloud Notify's work together, even where their versions differ. Both plugins can be updated without each other. Cloud Notify may be
 * loaded before or after your plugin, or be updated: a {@link org.jivesoftware.openfire.container.PluginListener} tells when, as below.
 * In a cluster it may still be starting when that tells of it, since Openfire waits two seconds for it and then goes on: where
 * {@code find} is empty then, ask again some seconds later.
 * <li><b>As a child of Cloud Notify.</b> Write {@code <parentPlugin>cloudnotify</parentPlugin>} into your {@code plugin.xml} (the name of
 * the parent's jar, without {@code .jar}), and do not bundle the API. Openfire then loads your classes with Cloud Notify's own class
 * loader, after it, and not without it. The price: whenever one of the two is updated or removed, Openfire unloads both; and your
 * classes and libraries share one name space with Cloud Notify's.
 * </ol>
 * {@code CloudNotify.find} looks for the plugin by its class. Code that must not use it can ask Openfire for the plugin object, by
 * {@code pluginManager.getPlugin("cloudnotify")} up to Openfire 4.9 or {@code pluginManager.getPluginByName("Cloud Notify")} since 4.4, and
 * call its public method {@code api()}.
 *
 * <h2>Example</h2>
 * A plugin that lets nobody register with one service, tells devices how urgent a push is, keeps pushes back at night, wakes a user's
 * devices on demand, and notes dead devices:
 * <pre>{@code
 * public final class NightPlugin implements Plugin, PluginListener, PushListener {
 *
 *     private final List<CloudNotify.Handle> handles = new ArrayList<>();
 *     private PluginManager plugins;
 *     private CloudNotify push;
 *
 *     public synchronized void initializePlugin(PluginManager manager, File directory) {
 *         plugins = manager;
 *         manager.addPluginListener(this);
 *         connect();
 *     }
 *
 *     public synchronized void destroyPlugin() {
 *         plugins.removePluginListener(this);
 *         disconnect();
 *     }
 *
 *     // Cloud Notify came, perhaps anew after an update.
 *     public synchronized void pluginCreated(String name, Plugin plugin) {
 *         if (name.equals("cloudnotify")) {
 *             connect();
 *         }
 *     }
 *
 *     public synchronized void pluginDestroyed(String name, Plugin plugin) {
 *         if (name.equals("cloudnotify")) {
 *             disconnect();
 *         }
 *     }
 *
 *     private void connect() {
 *         disconnect();
 *         CloudNotify.find(plugins).ifPresent(api -> {
 *             push = api;
 *             handles.add(api.addRegistrationReviewer(draft -> {
 *                 if (draft.registration().service().getDomain().equals("push.example.org")) {
 *                     draft.refuse("This service has been closed.");
 *                 }
 *             }));
 *             handles.add(api.addPushReviewer(draft -> {
 *                 boolean night = LocalTime.now().getHour() < 6;
 *                 if (night && draft.reason() != PushReason.CALL) {
 *                     draft.block();
 *                 } else {
 *                     draft.add(DocumentHelper.createElement(QName.get("urgency", "urn:example:urgency"))
 *                         .addText(draft.reason() == PushReason.CALL ? "high" : "low"));
 *                 }
 *             }));
 *             handles.add(api.addListener(this));
 *         });
 *     }
 *
 *     private void disconnect() {
 *         handles.forEach(CloudNotify.Handle::close);
 *         handles.clear();
 *         push = null;
 *     }
 *
 *     // PushListener
 *     public void answered(PushRegistration device, String pushId, String condition, Duration latency) {
 *         if (condition.equals("item-not-found")) {
 *             LOG.info("A device of {} is gone", device.username());
 *         }
 *     }
 *
 *     // For the rest of this plugin.
 *     synchronized void wake(String username) {
 *         if (push != null) {
 *             push.ping(username);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <h2>Threads</h2>
 * Every method of {@link org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify} may be called on any thread and does not block. What
 * a plugin adds is called on a thread of its own, and has {@value
 * org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify#TIME_LIMIT_MILLIS} ms where somebody waits for it; what happens to those
 * that throw or hang, {@link org.jivesoftware.openfire.plugin.cloudnotify.api.CloudNotify} says. A thread that does not react to being
 * interrupted cannot be ended: it keeps its plugin in memory for as long as it hangs.
 */
@NullMarked
package org.jivesoftware.openfire.plugin.cloudnotify.api;

import org.jspecify.annotations.NullMarked;
