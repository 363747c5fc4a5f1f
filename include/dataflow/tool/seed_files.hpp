// The files of `seed`: JSON with rows of tables, and SQL.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/tool/file.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace dataflow::tool {

/// The rows of one table in a file.
struct seed_table {
    std::string name{};             ///< of the table, or of its model
    std::vector<std::string> key{}; ///< the columns by which a row is found again; empty: the table's own
    std::vector<json_value> rows{};
};

struct seed_file {
    std::string path{};
    std::string sql{};                ///< of a file that ends in .sql
    std::vector<seed_table> tables{}; ///< of one that ends in .json
    bool is_sql = false;
};

[[noreturn]] inline void refuse_seed(const std::string& file, const std::string& why) {
    raise(error_kind::invalid_value, {.message = file + ": " + why, .node = "seed"});
}

/// `[{...}, ...]`, or `{"key": ["email"], "rows": [{...}, ...]}`.
[[nodiscard]] inline seed_table seed_table_of(const std::string& file, std::string name,
                                              const json_value& from) {
    seed_table out{std::move(name), {}, {}};
    const auto* rows = from.get_if<json_value::array>();
    if (rows == nullptr) {
        const auto* const object = from.get_if<json_value::object>();
        const auto* const inner = object != nullptr ? from.find("rows") : nullptr;
        rows = inner != nullptr ? inner->get_if<json_value::array>() : nullptr;
        if (rows == nullptr)
            refuse_seed(file, out.name +
                                  " has no list of rows: [{...}, ...], or {\"key\": [\"email\"], \"rows\": "
                                  "[{...}, ...]}");
        for (const auto& [member, value] : *object) {
            if (member == "rows") continue;
            const auto* const names = value.get_if<json_value::array>();
            if (member != "key" || names == nullptr)
                refuse_seed(file, out.name + " has more than \"key\" and \"rows\"");
            for (const auto& one : *names) {
                const auto* const text = one.get_if<std::string>();
                if (text == nullptr) refuse_seed(file, "the key of " + out.name + " is a list of columns");
                out.key.push_back(*text);
            }
        }
    }
    for (const auto& row : *rows) {
        if (row.get_if<json_value::object>() == nullptr)
            refuse_seed(file,
                        "row " + std::to_string(out.rows.size() + 1) + " of " + out.name + " is no object");
        out.rows.push_back(row);
    }
    return out;
}

/// Reads one: `users.json` may be just the rows of `users`.
[[nodiscard]] inline seed_file read_seed_file(const std::filesystem::path& path) {
    seed_file out{path.string(), {}, {}, path.extension() == ".sql"};
    auto text = content_of(path);
    if (!text) refuse_seed(out.path, "the file cannot be read");
    if (out.is_sql) {
        out.sql = *std::move(text);
        return out;
    }
    if (path.extension() != ".json") refuse_seed(out.path, "the file ends neither in .json nor in .sql");
    json_value whole;
    try {
        json_::read_text(json_::access_of<json_value>, &whole, *text);
    } catch (const error& e) {
        refuse_seed(out.path, e.info().message);
    }
    const auto* const tables = whole.get_if<json_value::object>();
    if (tables == nullptr ||
        (tables->contains("rows") && tables->size() <= 2 && !tables->begin()->second.is_null() &&
         whole.find("rows")->get_if<json_value::array>() != nullptr &&
         (tables->size() == 1 || tables->contains("key"))))
        out.tables.push_back(seed_table_of(out.path, path.stem().string(), whole));
    else
        for (const auto& [name, rows] : *tables) out.tables.push_back(seed_table_of(out.path, name, rows));
    return out;
}

/// The files that are named; those of a folder by their names. Throws `invalid_value`.
[[nodiscard]] inline std::vector<seed_file> read_seed_files(const std::vector<std::string>& named) {
    std::vector<seed_file> out;
    for (const auto& name : named) {
        std::error_code failed;
        if (!std::filesystem::is_directory(name, failed)) {
            out.push_back(read_seed_file(name));
            continue;
        }
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator{name, failed})
            if (const auto kind = entry.path().extension(); kind == ".json" || kind == ".sql")
                files.push_back(entry.path());
        if (failed) refuse_seed(name, "the folder cannot be read");
        std::sort(files.begin(), files.end());
        for (const auto& file : files) out.push_back(read_seed_file(file));
    }
    return out;
}

} // namespace dataflow::tool
