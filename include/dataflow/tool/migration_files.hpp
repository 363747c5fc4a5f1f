// The commands about versioned files of SQL: what they are to a database, and a new one.
#pragma once

#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/files.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/tool/file.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::tool {

/// `--files`, and what is allowed of them.
inline void add_file_options(CLI::App& to, migrate::file_options& files, bool required) {
    auto* const folder = to.add_option("--files", files.folder, "the folder of SQL files, which go first");
    if (required) folder->required();
    to.add_flag("--out-of-order", files.out_of_order, "run files after others with greater numbers, too");
    to.add_flag("--accept-changed", files.accept_changed, "go on where a file was changed after it was run");
}

/// The migrations with the files that were asked for, else with the program's own.
[[nodiscard]] inline migrations with_files(const migrations& of, const migrate::file_options& asked) {
    auto files = of.file_settings();
    if (asked.any()) files.folder = asked.folder;
    files.out_of_order = files.out_of_order || asked.out_of_order;
    files.accept_changed = files.accept_changed || asked.accept_changed;
    return of.with_files(std::move(files));
}

inline void print_files(std::ostream& out, const std::vector<migrate::file_status>& all) {
    for (const auto& f : all) {
        out << f.name << "  " << name_of(f.state);
        if (f.migration != 0) out << "  migration " << f.migration << ", " << f.when;
        out << '\n';
    }
}
inline void write_files(json_::writer& w, const std::vector<migrate::file_status>& all) {
    w.member("files");
    w.open_array();
    for (const auto& f : all) {
        w.element();
        w.open_object();
        json_::write_member(w, "version", f.version);
        json_::write_member(w, "name", f.name);
        json_::write_member(w, "state", name_of(f.state));
        json_::write_member(w, "migration", f.migration);
        json_::write_member(w, "when", f.when);
        w.close_object();
    }
    w.close_array();
}
/// Whether one of the files wants to be run, or stands in the way.
[[nodiscard]] inline bool wants_work(const std::vector<migrate::file_status>& all) {
    return std::any_of(all.begin(), all.end(), [](const auto& f) {
        return f.state != migrate::file_state::done && f.state != migrate::file_state::missing;
    });
}

/// Makes the two files of a new migration; its number is the greatest and one more. Gives the exit code.
inline int run_new(const std::string& folder, std::string name, bool json, std::ostream& out) {
    for (auto& c : name) {
        if (c == ' ') c = '_';
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '_' || c == '-';
        if (!fits) throw std::runtime_error("a name has letters, digits, _ and - only");
    }
    std::filesystem::create_directories(folder);
    std::int64_t last = 0;
    std::size_t width = 4;
    for (const auto d : {dialect::sqlite, dialect::postgres})
        for (const auto& f : migrate::files_in(folder, d)) {
            last = std::max(last, f.version);
            width = std::max(width, f.name.find('_'));
        }
    auto number = std::to_string(last + 1);
    number.insert(0, width > number.size() ? width - number.size() : 0, '0');
    std::vector<std::string> files;
    const auto make = [&](std::string_view part, std::string_view text) {
        const auto file = std::filesystem::path{folder} / (number + "_" + name + std::string{part});
        (void)write_changed(file, text);
        files.push_back(file.string());
    };
    make(".up.sql", "-- One transaction; \"-- migrate:up transaction:false\" runs each statement alone.\n");
    make(".down.sql", "-- What takes all of it back.\n");
    if (json) {
        std::string text;
        json_::writer w{text};
        w.open_object();
        json_::write_member(w, "version", last + 1);
        json_::write_member(w, "files", files);
        w.close_object();
        out << text << '\n';
    } else
        for (const auto& file : files) out << file << '\n';
    return 0;
}

/// Adds the command `new` to a program's; `result` gets its exit code.
inline void add_new(CLI::App& to, int& result, std::ostream& out) {
    struct arguments {
        std::string name{}, folder{"migrations"};
        bool json = false;
    };
    const auto how = std::make_shared<arguments>();
    auto& c = *to.add_subcommand("new", "make the files of a new migration: 0007_name.up.sql, .down.sql");
    c.add_option("name", how->name, "what it does: add_phone")->required();
    c.add_option("--files", how->folder, "the folder of SQL files")->capture_default_str();
    c.add_flag("--json", how->json, "name the files as JSON");
    c.callback([how, &result, &out] { result = run_new(how->folder, how->name, how->json, out); });
}

} // namespace dataflow::tool
