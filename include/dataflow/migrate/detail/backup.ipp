// The code of migrate/detail/backup.hpp.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/migrate/detail/backup.hpp>
#include <dataflow/migrate/detail/tables.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/writer.hpp>

#include <string>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

/// The tables that are there, copied in one transaction: all as they are at one time.
[[nodiscard]] inline std::vector<std::string> copy_aside(driver::connection& on, const plan& p,
                                                         std::int64_t number) {
    const auto names = tables_of(p);
    const auto found = catalog::read_outlines(on, names, "migrate");
    std::vector<std::string> out;
    on.begin(access::read_write, isolation::repeatable_read);
    try {
        for (const auto& name : names) {
            const auto* const t = table_of(found, name);
            if (t == nullptr || t->kind != catalog::relation::table) continue;
            const auto dot = name.rfind('.');
            const auto schema = dot == std::string::npos ? std::string{} : name.substr(0, dot + 1);
            const auto copy =
                schema +
                std::string{schema::limited_name("dataflow_backup_" + std::to_string(number) + "_" +
                                                 name.substr(dot == std::string::npos ? 0 : dot + 1))};
            sql::writer w{on.dialect()};
            w << "CREATE TABLE ";
            w.table(copy);
            w << " AS SELECT * FROM ";
            w.table(name);
            on.script(w.view());
            out.push_back(copy);
        }
        on.commit();
    } catch (...) {
        if (on.in_transaction()) on.rollback();
        throw;
    }
    return out;
}

DATAFLOW_RUNTIME std::vector<std::string> back_up(driver::connection& on, const plan& p, std::int64_t number,
                                                  const std::string& file) {
    auto to = file;
    if (to.empty()) to = on.file();
    if (!file.empty() || !to.empty()) {
        if (file.empty()) to += ".before-" + std::to_string(number);
        if (on.back_up(to)) return {to};
    }
    return copy_aside(on, p, number);
}

} // namespace dataflow::migrate::detail
