// The code of database/detail/misfits.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/misfits.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

DATAFLOW_RUNTIME void misfits::fail() const {
    const auto joined = [](const std::vector<misfit>& items) {
        std::string out;
        for (const auto& item : items) out += (out.empty() ? "" : "; ") + item.what;
        return out;
    };
    const auto off = alone_ ? std::string{} : std::string{", and create_tables is off"};
    bool mends = false;
    std::vector<std::string> sentences;
    std::string lines;
    error_info info;
    info.node = "open";
    for (const auto& t : tables_) {
        info.model += (info.model.empty() ? "" : ", ") + std::string{t.of->model};
        const auto head = "the table " + std::string{t.of->name};
        const auto line = [&](const std::string& what, const misfit& m) {
            lines += "\n  " + what;
            for (std::size_t i = 0; i < m.mends.size(); ++i)
                lines += (i == 0 ? "\n    to mend it: " : "\n    or: ") + m.mends[i];
            mends = mends || !m.mends.empty();
        };
        for (const auto& item : t.shape) line(head + ": " + item.what, item);
        for (const auto& item : t.checks) line(head + ": " + item.what + off, item);
        for (const auto& item : t.sentences) line(item.what, item);
        if (!t.shape.empty()) sentences.push_back(head + " has a different shape: " + joined(t.shape));
        if (!t.checks.empty())
            sentences.push_back(head + " has a different shape: " + joined(t.checks) + off);
        for (const auto& item : t.sentences) sentences.push_back(item.what);
    }
    if (sentences.size() == 1) info.constraint = constraint_;
    if (sentences.size() == 1 && !mends) info.message = std::move(sentences.front());
    else
        info.message =
            (tables_.size() == 1 ? "a table does not fit its model:"
                                 : std::to_string(tables_.size()) + " tables do not fit their models:") +
            lines;
    if (migrates_)
        info.message += "\n  to mend it: df::open_migrated of <dataflow/migrate.hpp>" +
                        (migration_.empty() ? std::string{} : ", which would run " + migration_);
    throw schema_mismatch(std::move(info));
}

} // namespace dataflow::database_
