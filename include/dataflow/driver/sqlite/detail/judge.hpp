// Which statements would change the connection itself, and not only the data.
#pragma once

#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>

#include <string>
#include <utility>
#include <vector>

namespace dataflow::driver::sqlite_ {

/// SQLite asks it about each part of a statement that it compiles. What would change the connection is noted;
/// where there is no other connection that could take its place, it is refused.
struct judge {
    explicit judge(bool in_memory) noexcept : refuses(in_memory) {}

    bool refuses; ///< a database in memory
    bool touched = false;

    static int ask(void* self, int action, const char* first, const char* second, const char* space,
                   const char*) noexcept {
        if (auto* const to = static_cast<judge*>(self)->writes_) {
            try {
                note(*to, action, first, second, space);
            } catch (...) { // no memory
                return SQLITE_DENY;
            }
        }
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

    /// Calls `compile()`, and gives what the statements write that it compiles.
    template <class Compile>
    [[nodiscard]] std::vector<table_write> writes_in(const Compile& compile) {
        struct noting {
            std::vector<table_write>*& to;
            ~noting() { to = nullptr; }
        };
        std::vector<table_write> out;
        const noting here{writes_ = &out};
        compile();
        return out;
    }

  private:
    static void note(std::vector<table_write>& to, int action, const char* first, const char* second,
                     const char* space) {
        using kind = table_write::kind;
        const auto text = [](const char* of) { return std::string{of != nullptr ? of : ""}; };
        const auto add = [&](kind what, const char* table, const char* column) {
            to.push_back({text(space), text(table), what, text(column)});
        };
        switch (action) {
        case SQLITE_INSERT: return add(kind::insert, first, nullptr);
        case SQLITE_UPDATE: return add(kind::update, first, second);
        case SQLITE_DELETE: return add(kind::erase, first, nullptr);
        case SQLITE_CREATE_TABLE:
        case SQLITE_CREATE_VIEW:
        case SQLITE_CREATE_VTABLE:
        case SQLITE_DROP_TABLE:
        case SQLITE_DROP_VIEW:
        case SQLITE_DROP_VTABLE: return add(kind::alter, first, nullptr);
        case SQLITE_CREATE_INDEX:
        case SQLITE_CREATE_TRIGGER:
        case SQLITE_DROP_INDEX:
        case SQLITE_DROP_TRIGGER: return add(kind::alter, second, nullptr);
        case SQLITE_ALTER_TABLE: to.push_back({text(first), text(second), kind::alter, {}}); return;
        default: return;
        }
    }

    /// Whether a PRAGMA with an argument asks, or changes the file only.
    [[nodiscard]] static bool leaves_nothing(const char* pragma) noexcept {
        for (const char* known :
             {"application_id", "foreign_key_check", "foreign_key_list", "incremental_vacuum", "index_info",
              "index_list", "index_xinfo", "integrity_check", "optimize", "quick_check", "schema_version",
              "table_info", "table_list", "table_xinfo", "user_version", "wal_checkpoint"})
            if (sqlite3_stricmp(pragma, known) == 0) return true;
        return false;
    }

    std::vector<table_write>* writes_ = nullptr; ///< where set, what a statement writes is put there
};

} // namespace dataflow::driver::sqlite_
