package io.tenantschemas.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.benchmarks.process.JavaProcess;

/** Reads a {@link LoadOrder} from each line of its input, and answers with a {@link LoadReport}. */
public final class LoadMain {

    private LoadMain() {}

    public static void main(String[] arguments) throws IOException {
        JsonMapper json = JsonMapper.shared();
        Map<Integer, Load> loads = new HashMap<>();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            LoadOrder order = json.readValue(line, LoadOrder.class);
            LoadReport report = loads.computeIfAbsent(order.port(), Load::new).run(order);
            JavaProcess.tellParent(json.writeValueAsString(report));
        }
    }
}
