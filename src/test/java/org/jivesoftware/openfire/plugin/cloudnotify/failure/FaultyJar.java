package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.Fault;

/**
 * A copy of the plugin's jar that asks {@link Fault#at} at the beginning of everything that is guarded: of each {@code try} with
 * {@code catch (Throwable)}, and of some methods more. What is tested stays as it is otherwise.
 */
public final class FaultyJar {

    private final Entries entries = new Entries(Path.of("target", "classes"));
    private final Set<String> more;
    private final Set<String> made = new TreeSet<>();

    private FaultyJar(Set<String> more) {
        this.more = more;
    }

    /**
     * Makes it.
     *
     * @param jar the plugin's; not null
     * @param copy where the copy goes; not null
     * @param more methods at whose beginning it can fail, too, as {@code Class.method}; not null
     * @return the points at which it can fail, with those; never null
     */
    public static Set<String> make(Path jar, Path copy, Set<String> more) {
        FaultyJar faulty = new FaultyJar(more);
        try (InputStream in = Files.newInputStream(jar); OutputStream out = Files.newOutputStream(copy)) {
            faulty.copy(in, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faulty.made;
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        ZipInputStream in = new ZipInputStream(from);
        ZipOutputStream out = new ZipOutputStream(to);
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            out.putNextEntry(new ZipEntry(entry.getName()));
            byte[] content = in.readAllBytes();
            out.write(changed(entry.getName(), content));
            out.closeEntry();
        }
        out.finish();
    }

    private byte[] changed(String name, byte[] content) throws IOException {
        if (name.endsWith(".jar")) {
            ByteArrayOutputStream inner = new ByteArrayOutputStream();
            copy(new java.io.ByteArrayInputStream(content), inner);
            return inner.toByteArray();
        }
        if (!name.endsWith(".class") || name.endsWith("-info.class")) {
            return content;
        }
        ClassReader reader = new ClassReader(content);
        ClassFile known = entries.classes().get(reader.getClassName());
        if (known == null) {
            return content;
        }
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        // The guards are found in this very class, since relocating may have changed it.
        ClassFile present = new ClassFile();
        reader.accept(present, ClassReader.SKIP_FRAMES);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
                MethodVisitor next = super.visitMethod(access, method, descriptor, signature, exceptions);
                String point = Entries.point(reader.getClassName(), method);
                if (more.contains(point)) {
                    made.add(point);
                    return new Faulty(next, point);
                }
                ClassFile.Code code = present.methods.get(method + descriptor);
                long guard = code.blocks.stream().takeWhile(block -> !code.guards(block)).count();
                if (guard == code.blocks.size()) {
                    return next;
                }
                made.add(point);
                return new Faulty(next, point, (int) guard);
            }
        }, 0);
        return writer.toByteArray();
    }

    /** Asks at the first instruction of a method's guarded block, or of the method. */
    private static final class Faulty extends MethodVisitor {

        private final String point;
        private final int guard;
        private final Set<Label> starts = new HashSet<>();
        private int blocks;
        private boolean due;

        Faulty(MethodVisitor next, String point, int guard) {
            super(Opcodes.ASM9, next);
            this.point = point;
            this.guard = guard;
        }

        Faulty(MethodVisitor next, String point) {
            this(next, point, -1);
            due = true;
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            if (blocks++ == guard) {
                starts.add(start);
            }
            super.visitTryCatchBlock(start, end, handler, type);
        }

        @Override
        public void visitLabel(Label label) {
            super.visitLabel(label);
            due |= starts.remove(label);
        }

        /** Before the instruction, and after the frame that may stand there. */
        private void ask() {
            if (due) {
                due = false;
                super.visitLdcInsn(point);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Fault.class), "at", "(Ljava/lang/String;)V", false);
            }
        }

        @Override
        public void visitInsn(int opcode) {
            ask();
            super.visitInsn(opcode);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            ask();
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            ask();
            super.visitVarInsn(opcode, variable);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            ask();
            super.visitTypeInsn(opcode, type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
            ask();
            super.visitFieldInsn(opcode, owner, field, type);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            ask();
            super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String method, String descriptor, Handle bootstrap, Object... arguments) {
            ask();
            super.visitInvokeDynamicInsn(method, descriptor, bootstrap, arguments);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            ask();
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitLdcInsn(Object value) {
            ask();
            super.visitLdcInsn(value);
        }
    }
}
