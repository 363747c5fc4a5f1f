// Owners of what the C interface hands out, and the version of the library behind it.
#pragma once

#include <memory>
#include <sqlite3.h>
#include <string_view>

#if SQLITE_VERSION_NUMBER < 3035000
#error "dataflow: SQLite 3.35 or later is needed; install a newer libsqlite3-dev"
#endif

namespace dataflow::driver::sqlite_ {

/// The version of the SQLite library in use, as "3.40.1".
[[nodiscard]] inline std::string_view backend_version() noexcept { return sqlite3_libversion(); }

struct database_closer {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
struct statement_closer {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

using database_handle = std::unique_ptr<sqlite3, database_closer>;
using statement_handle = std::unique_ptr<sqlite3_stmt, statement_closer>;

} // namespace dataflow::driver::sqlite_
