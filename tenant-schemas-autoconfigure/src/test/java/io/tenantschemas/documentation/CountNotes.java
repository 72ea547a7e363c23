package io.tenantschemas.documentation;

import java.io.PrintWriter;
import java.util.List;

import org.springframework.stereotype.Component;

import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.command.TenantCommand;

// tag::command[]
@Component
class CountNotes implements TenantCommand {

    private final NoteRepository notes;

    CountNotes(NoteRepository notes) {
        this.notes = notes;
    }

    @Override
    public void run(List<String> arguments, PrintWriter out) {
        String containing = String.join(" ", arguments);
        out.println(notes.findAll().stream()
                .filter(note -> note.getText().contains(containing))
                .count());
    }
}
// end::command[]
