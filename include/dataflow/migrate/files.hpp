// Versioned files of SQL beside the changes that structs make: a folder with `0001_name.up.sql` and
// `0001_name.down.sql`, or `0001_name.sql` with the marks `-- migrate:up` and `-- migrate:down`. See
// docs/migrations.md.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate {

/// Which files of SQL belong to a database, and what is allowed of them.
struct file_options {
    std::string folder{};        ///< empty: there are none
    bool out_of_order = false;   ///< one may be run after others with a greater number
    bool accept_changed = false; ///< one that was changed after it was run is told, and stops nothing

    [[nodiscard]] bool any() const noexcept { return !folder.empty(); }
};

/// One part of a file: what is run, or what takes it back.
struct file_part {
    std::string file{};       ///< its name, without the folder
    std::string text{};       ///< of SQL; empty where there is none
    std::size_t line = 1;     ///< of the file, at which the text begins
    bool transaction = true;  ///< else each statement stands alone (`transaction:false`)
    bool foreign_keys = true; ///< SQLite: else they are not enforced meanwhile, and verified at the end
};

struct sql_file {
    std::int64_t version = 0;
    std::string name{}; ///< `0001_name`
    file_part up{}, down{};
    std::string checksum{}; ///< of both texts; the ends of lines do not count
};

/// What a file is to a database.
enum class file_state : std::uint8_t {
    pending, ///< it will be run
    done,
    changed, ///< it was run, and has another text now
    late,    ///< it was not run, and others with a greater number were
    missing, ///< it was run, and there is no such file
    open,    ///< it was begun, and has not ended
};
[[nodiscard]] constexpr std::string_view name_of(file_state s) noexcept {
    constexpr std::string_view names[]{"pending", "done", "changed", "late", "missing", "open"};
    return names[static_cast<std::size_t>(s)];
}
struct file_status {
    std::int64_t version = 0;
    std::string name{};
    file_state state = file_state::pending;
    std::int64_t migration = 0; ///< its number in the history; 0: none
    std::string when{};         ///< it was run
};

/// The files of a folder that are for a kind of database, by their versions. Throws `invalid_value` that
/// names the file, and the line, where a name or a text is none of such a file; `not_found` where there is no
/// folder.
[[nodiscard]] std::vector<sql_file> files_in(const std::string& folder, dialect d);

/// What a file does, a step for each statement. `found`: the database as it is, for the lint; may be null.
[[nodiscard]] plan plan_of(const sql_file& of, dialect d, int server_version,
                           const catalog::database_description* found = nullptr);

/// The plans of the files that are to be run, in their order, and what stops them.
struct file_plans {
    std::vector<plan> plans{};
    std::vector<question> questions{};
    std::vector<std::string> unknown{}; ///< what is told, and stops nothing

    /// All of them as one, for a look at it.
    [[nodiscard]] plan together(dialect d, int server_version) const;
};

/// What the files are to a database: the states of all, by their versions.
[[nodiscard]] std::vector<file_status> states_of(driver::connection& on, const std::vector<sql_file>& files);
[[nodiscard]] file_plans pending_files(driver::connection& on, const file_options& how);

/// Where the migration of a file that has not ended has other statements now, and those that are done are the
/// same, the new ones take the place of those that are left: a file that failed can be mended. Throws
/// `protected_operation` where a statement that is done has changed.
void refresh_open_file(driver::connection& on, const file_options& how);

/// Looks at the text of a file, and notes what it finds with its steps, one for each statement.
/// dataflow/lint/lint.hpp sets it; where no unit of a program includes that, nobody looks.
struct file_look {
    const file_part* part = nullptr;
    dataflow::dialect dialect = dataflow::dialect::sqlite;
    int server_version = 0;
    const catalog::database_description* found = nullptr;
};
using look_at_file = void (*)(const file_look& at, std::vector<step>& steps);
inline look_at_file file_lint = nullptr;

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/files.ipp>
#endif
