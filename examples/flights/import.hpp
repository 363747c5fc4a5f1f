// Files into tables. Every row is counted, and every rejected row is named.
#pragma once

#include "report.hpp"
#include "rows.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

/// What became of a file.
struct import_result {
    std::size_t rows = 0; ///< of the file, without its header
    std::int64_t created = 0;
    std::int64_t skipped = 0; ///< were there already
    std::size_t rejected = 0; ///< by the reader or by the database

    bool adds_up() const {
        return static_cast<std::int64_t>(rows) == created + skipped + static_cast<std::int64_t>(rejected);
    }
};

/// Names the rejected rows, in the order of the file, and prints the counts.
template <class M>
import_result report_import(file_of<M> file, const df::bulk_result<M>& done) {
    import_result out{file.rows.size() + file.rejected.size(), done.created, done.skipped, 0};
    for (const auto& f : done.failures) {
        const auto field = f.error.field().empty() ? f.error.constraint() : f.error.field();
        file.rejected.push_back(
            {file.lines[f.index], std::string{df::name_of(f.error.kind())} + " (" + field + ")"});
    }
    std::sort(file.rejected.begin(), file.rejected.end(), [](auto& a, auto& b) { return a.line < b.line; });
    for (const auto& r : file.rejected) std::printf("  line %zu: %s\n", r.line, r.reason.c_str());
    out.rejected = file.rejected.size();
    std::printf("  %zu rows: %" PRId64 " created, %" PRId64 " skipped, %zu rejected\n",
                out.rows,
                out.created,
                out.skipped,
                out.rejected);
    return out;
}

/// Airports that are there already stay as they are.
template <class Database>
import_result import_airports(Database& db, const std::string& path) {
    auto file = read_airports(path);
    auto done = db.run(df::bulk_create(file.rows)
                           .on_conflict(df::conflict::skip)
                           .batch_size(1000)
                           .per_row()
                           .on_progress(progress_line{"airports", file.rows.size()}));
    return report_import(std::move(file), done);
}

/// `per_row`: a flight that the database refuses does not stop the others. `db`: a database, or a
/// transaction of one.
template <class Database>
import_result import_flights(Database& db, const std::string& path) {
    auto file = read_flights(path);
    auto done = db.run(df::bulk_create(file.rows)
                           .batch_size(std::max<std::size_t>(1000, file.rows.size() / 20))
                           .per_row()
                           .on_progress(progress_line{"flights", file.rows.size()}));
    return report_import(std::move(file), done);
}
