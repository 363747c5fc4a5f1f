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
    const auto joined = [](const std::vector<std::string>& items) {
        std::string out;
        for (const auto& item : items) out += (out.empty() ? "" : "; ") + item;
        return out;
    };
    constexpr std::string_view off = ", and create_tables is off";
    std::vector<std::string> sentences;
    std::string lines;
    error_info info;
    info.node = "open";
    for (const auto& t : tables_) {
        info.model += (info.model.empty() ? "" : ", ") + std::string{t.of->model};
        const auto head = "the table " + std::string{t.of->name};
        const auto line = [&](const std::string& what) { lines += "\n  " + what; };
        for (const auto& item : t.shape) line(head + ": " + item);
        for (const auto& item : t.checks) line(head + ": " + item + std::string{off});
        for (const auto& sentence : t.sentences) line(sentence);
        if (!t.shape.empty()) sentences.push_back(head + " has a different shape: " + joined(t.shape));
        if (!t.checks.empty())
            sentences.push_back(head + " has a different shape: " + joined(t.checks) + std::string{off});
        sentences.insert(sentences.end(), t.sentences.begin(), t.sentences.end());
    }
    if (sentences.size() == 1) {
        info.message = std::move(sentences.front());
        info.constraint = constraint_;
    } else
        info.message =
            (tables_.size() == 1 ? "a table does not fit its model:"
                                 : std::to_string(tables_.size()) + " tables do not fit their models:") +
            lines;
    throw schema_mismatch(std::move(info));
}

} // namespace dataflow::database_
