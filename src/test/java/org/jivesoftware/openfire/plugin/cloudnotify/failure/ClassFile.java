package org.jivesoftware.openfire.plugin.cloudnotify.failure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** What {@link Entries} needs to know of a compiled class. */
final class ClassFile extends ClassVisitor {

    private static final String PART = "org/jivesoftware/openfire/plugin/cloudnotify/failure/Part";

    String name;
    final List<String> supers = new ArrayList<>();
    final Map<String, Code> methods = new LinkedHashMap<>();

    ClassFile() {
        super(Opcodes.ASM9);
    }

    /** Something that may fail: at which instruction, what, and which method where it calls one. */
    record Step(int at, String text, String owner, String member) {
    }

    /** A part of a method whose failures are caught. */
    record Block(Label from, Label to, Label handler, String type) {
    }

    @Override
    public void visit(int version, int access, String type, String signature, String superName, String[] interfaces) {
        name = type;
        supers.add(superName);
        supers.addAll(List.of(interfaces));
    }

    @Override
    public MethodVisitor visitMethod(int access, String method, String descriptor, String signature, String[] exceptions) {
        Code code = new Code(access, method, descriptor, exceptions != null && exceptions.length > 0);
        methods.put(code.signature(), code);
        return code;
    }

    /** A method. */
    static final class Code extends MethodVisitor {

        final int access;
        final String name;
        final String descriptor;
        final boolean throwing;
        final List<Step> steps = new ArrayList<>();
        final List<Block> blocks = new ArrayList<>();
        /** All that it calls or refers to. */
        final List<String> calls = new ArrayList<>();
        /** What it hands to others as an implementation of one of their interfaces. */
        final List<String> lambdas = new ArrayList<>();
        private final Map<Label, Integer> labels = new HashMap<>();
        /** Where it ends, where it does so by throwing, and where it adds what closing a resource threw. */
        private final TreeSet<Integer> leaves = new TreeSet<>();
        private final Set<Integer> rethrowing = new HashSet<>();
        private final TreeSet<Integer> suppressing = new TreeSet<>();
        private int instructions;

        Code(int access, String name, String descriptor, boolean throwing) {
            super(Opcodes.ASM9);
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
            this.throwing = throwing;
        }

        String signature() {
            return name + descriptor;
        }

        boolean guarded(Step step) {
            return blocks.stream().anyMatch(block -> guards(block) && labels.get(block.from()) <= step.at()
                && step.at() < labels.get(block.to()));
        }

        /** @return whether it catches everything and throws it no further, as what closes resources does */
        boolean guards(Block block) {
            Integer end = leaves.ceiling(labels.get(block.handler()));
            return "java/lang/Throwable".equals(block.type()) && end != null && !throwing(end)
                && suppressing.subSet(labels.get(block.handler()), end).isEmpty();
        }

        private boolean throwing(int instruction) {
            return rethrowing.contains(instruction);
        }

        private void step(String text, String owner, String member) {
            steps.add(new Step(instructions, text, owner, member));
        }

        @Override
        public void visitLabel(Label label) {
            labels.put(label, instructions);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            blocks.add(new Block(start, end, handler, type));
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String called, boolean isInterface) {
            calls.add(owner + "." + method + called);
            if (method.equals("addSuppressed")) {
                suppressing.add(instructions);
            }
            // What belongs to a part throws nothing, and neither does the JDK where it wraps a number.
            if (!owner.equals(PART) && !(owner.startsWith("java/lang/") && method.equals("valueOf"))) {
                step("calls " + owner + "." + method, owner, method + called);
            }
            instructions++;
        }

        @Override
        public void visitInvokeDynamicInsn(String method, String called, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) {
                    calls.add(handle.getOwner() + "." + handle.getName() + handle.getDesc());
                    Type made = Type.getReturnType(called);
                    if (made.getSort() == Type.OBJECT && Entries.outside(made.getInternalName()) && Entries.own(handle.getOwner())) {
                        lambdas.add(handle.getOwner() + "." + handle.getName() + handle.getDesc());
                    }
                }
            }
            step("links " + method, null, null);
            instructions++;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
            if (!Entries.own(owner)) {
                step("needs " + owner + "." + field, null, null);
            }
            instructions++;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (!Entries.own(type)) {
                step("needs " + type, null, null);
            }
            instructions++;
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ATHROW && !throwing) {
                step("throws", null, null);
            }
            if (opcode == Opcodes.ATHROW || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                leaves.add(instructions);
            }
            if (opcode == Opcodes.ATHROW) {
                rethrowing.add(instructions);
            }
            instructions++;
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            instructions++;
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            instructions++;
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            instructions++;
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type) {
                step("needs " + value, null, null);
            }
            instructions++;
        }

        @Override
        public void visitIincInsn(int variable, int increment) {
            instructions++;
        }

        @Override
        public void visitTableSwitchInsn(int minimum, int maximum, Label other, Label... cases) {
            instructions++;
        }

        @Override
        public void visitLookupSwitchInsn(Label other, int[] keys, Label[] cases) {
            instructions++;
        }
    }
}
