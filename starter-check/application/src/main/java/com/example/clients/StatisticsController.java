package com.example.clients;

import java.util.Map;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.web.PublicSite;

@PublicSite
@RestController
class StatisticsController {

    private final NoteStatistics statistics;

    StatisticsController(NoteStatistics statistics) {
        this.statistics = statistics;
    }

    @GetMapping("/statistics")
    Map<String, Long> ofEach() {
        return statistics.countOfEach();
    }

    @GetMapping("/statistics/{schema}")
    long of(@PathVariable String schema) {
        return statistics.countOf(schema);
    }
}
