// expect: secrets_are_for_a_model_with_an_audit_log<Note
// lines: 12
#include <dataflow/dataflow.hpp>
#include <string>

namespace df = dataflow;

struct Note {
    df::id<Note> id{};
    std::string text;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.secrets = df::secrets("text")};
#else
    static constexpr auto dataflow = df::options{.audit_log = true, .secrets = df::secrets("text")};
#endif
};

auto made() { return df::create(Note{.text = "a"}); }
