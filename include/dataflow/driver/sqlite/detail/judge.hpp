// Which statements would change the connection itself, and not only the data.
#pragma once

#include <dataflow/driver/sqlite/detail/handles.hpp>

namespace dataflow::driver::sqlite_ {

/// SQLite asks it about each part of a statement that it compiles. What would change the connection is noted;
/// where there is no other connection that could take its place, it is refused.
struct judge {
    bool refuses = false; ///< a database in memory
    bool touched = false;

    static int ask(void* self, int action, const char* first, const char* second, const char*,
                   const char*) noexcept {
        switch (action) {
        case SQLITE_PRAGMA:
            if (second == nullptr || leaves_nothing(first)) return SQLITE_OK;
            break;
        case SQLITE_ATTACH: // VACUUM attaches a file without a name, and lets it go
            if (first != nullptr && *first == '\0') return SQLITE_OK;
            break;
        case SQLITE_DETACH:
        case SQLITE_CREATE_TEMP_INDEX:
        case SQLITE_CREATE_TEMP_TABLE:
        case SQLITE_CREATE_TEMP_TRIGGER:
        case SQLITE_CREATE_TEMP_VIEW: break;
        default: return SQLITE_OK;
        }
        auto& j = *static_cast<judge*>(self);
        if (j.refuses) return SQLITE_DENY;
        j.touched = true;
        return SQLITE_OK;
    }

  private:
    /// Whether a PRAGMA with an argument asks, or changes the file only.
    [[nodiscard]] static bool leaves_nothing(const char* pragma) noexcept {
        for (const char* known :
             {"application_id", "foreign_key_check", "foreign_key_list", "incremental_vacuum", "index_info",
              "index_list", "index_xinfo", "integrity_check", "optimize", "quick_check", "schema_version",
              "table_info", "table_list", "table_xinfo", "user_version", "wal_checkpoint"})
            if (sqlite3_stricmp(pragma, known) == 0) return true;
        return false;
    }
};

} // namespace dataflow::driver::sqlite_
