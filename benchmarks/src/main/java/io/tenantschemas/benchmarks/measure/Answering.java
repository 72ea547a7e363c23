package io.tenantschemas.benchmarks.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.benchmarks.process.JavaProcess;

/** The other side of {@link Server}. */
public final class Answering {

    private Answering() {}

    /** Reads a question from the first line of the input and answers it. */
    public static <Q> void answer(Class<Q> type, Function<Q, Object> answer) throws IOException {
        JsonMapper json = JsonMapper.shared();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Q question = json.readValue(input.readLine(), type);
        JavaProcess.endWithParent();
        JavaProcess.tellParent(json.writeValueAsString(answer.apply(question)));
    }
}
