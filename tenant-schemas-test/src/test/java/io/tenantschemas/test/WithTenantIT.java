package io.tenantschemas.test;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.test.application.Note;
import io.tenantschemas.test.application.NoteRepository;
import io.tenantschemas.test.application.NotesApplication;

import static io.tenantschemas.test.TenantRequestPostProcessors.tenantHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

// tag::test[]
@WithTenant("acme")
@Transactional
@SpringBootTest(classes = NotesApplication.class)
@AutoConfigureMockMvc
// end::test[]
@Import(TestDatabaseConfiguration.class)
// tag::test[]
class WithTenantIT {

    @Autowired
    private NoteRepository notes;

    @Autowired
    private MockMvc mockMvc;

    @Test
    void writesForTheTenant() {
        notes.save(new Note("Ordered paper"));

        assertThat(notes.findAll()).extracting(Note::getText).containsExactly("Founded", "Ordered paper");
    }

    @Test
    void servesTheTenantsHost() throws Exception {
        notes.save(new Note("Ordered paper"));

        mockMvc.perform(get("/notes").with(tenantHost("acme.example.com")))
                .andExpect(status().isOk())
                .andExpect(content().json("[\"Founded\", \"Ordered paper\"]"));
    }

    @Test
    @WithTenant("globex")
    void keepsTenantsApart() {
        assertThat(notes.findAll()).isEmpty();
    }
    // end::test[]

    @Test
    void refusesRequestsToAnotherTenantWithinTheTransactionOfTheTest() {
        assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> mockMvc.perform(get("/notes").with(tenantHost("globex.example.com"))));
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    void answersUnknownHostsWith404() throws Exception {
        mockMvc.perform(get("/notes").with(tenantHost("nobody.example.com"))).andExpect(status().isNotFound());
    }
    // tag::test[]
}
// end::test[]
