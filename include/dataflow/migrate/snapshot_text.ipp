// The code of migrate/snapshot_text.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/detail/snapshot_arrays.hpp>
#include <dataflow/migrate/detail/snapshot_parts.hpp>
#include <dataflow/migrate/snapshot_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate {

namespace detail {

inline constexpr std::int64_t snapshot_form = 1;
inline constexpr std::string_view snapshot_mark = "{\"dataflow_snapshot\":";

inline constexpr std::string_view dialect_names[]{"sqlite", "postgres"}; // in the order of `dialect`
[[nodiscard]] constexpr std::string_view dialect_name(dialect d) noexcept {
    return dialect_names[static_cast<std::size_t>(d)];
}

[[noreturn]] inline void refuse_snapshot(std::string why) {
    raise(error_kind::invalid_value, {.message = "the snapshot " + std::move(why), .node = "migrate"});
}

/// The JSON of a snapshot, which in a header stands in a comment.
[[nodiscard]] inline std::string_view json_in(std::string_view text) {
    const auto at = text.find(snapshot_mark);
    if (at == std::string_view::npos)
        refuse_snapshot("is none: it does not hold what the command `snapshot` writes");
    text.remove_prefix(at);
    const auto end = text.rfind('}');
    return text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
}

/// Calls `use(dialect, reader)` for each description, which is to read the list of tables.
template <class Use>
void with_databases(std::string_view text, Use&& use) {
    try {
        json_::reader r{json_in(text)};
        r.open_object();
        for (std::string_view key; r.next_key(key);) {
            if (key == "dataflow_snapshot") {
                if (r.integer(0, INT64_MAX) > snapshot_form)
                    refuse_snapshot("was written by a newer program: this one does not know its form");
            } else if (key == "databases") {
                r.open_array();
                while (r.next_element()) {
                    dialect d{};
                    r.open_object();
                    for (std::string_view member; r.next_key(member);) {
                        if (member == "dialect") {
                            const auto name = r.text();
                            const auto* const at =
                                std::find(std::begin(dialect_names), std::end(dialect_names), name);
                            if (at == std::end(dialect_names))
                                r.fail("is a kind of database that is not known");
                            d = static_cast<dialect>(at - std::begin(dialect_names));
                        } else if (member == "tables") use(d, r);
                        else r.skip();
                    }
                }
            } else r.skip();
        }
        r.finish();
    } catch (const access_fault& e) {
        refuse_snapshot("cannot be read" + (e.path.empty() ? std::string{} : ": " + e.path) + ": " +
                        std::string{e.why});
    }
}

[[nodiscard]] inline bool is_name_space(std::string_view text) noexcept {
    bool first = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (c == ':' && !first && i + 2 < text.size() && text[i + 1] == ':') {
            ++i;
            first = true;
            continue;
        }
        if (!letter && (first || c < '0' || c > '9')) return false;
        first = false;
    }
    return !first;
}

} // namespace detail

DATAFLOW_RUNTIME std::string snapshot_json(const std::vector<const catalog::database_description*>& all) {
    std::string out;
    json_::writer w{out};
    w.open_object();
    w.member("dataflow_snapshot");
    w.integer(detail::snapshot_form);
    w.member("databases");
    w.open_array();
    for (const auto* const d : all) {
        w.element();
        w.open_object();
        w.member("dialect");
        w.text(detail::dialect_name(d->dialect));
        w.member("tables");
        detail::write_part(w, d->tables);
        w.close_object();
    }
    w.close_array();
    w.close_object();
    return out;
}

DATAFLOW_RUNTIME std::string snapshot_comment(const std::vector<const catalog::database_description*>& all) {
    const auto json = snapshot_json(all);
    std::string out = "/* What programs read of it:\n";
    for (std::size_t i = 0; i < json.size(); ++i) { // nothing in it begins or ends a comment
        const bool slash = (i != 0 && json[i - 1] == '/') || (i + 1 < json.size() && json[i + 1] == '/');
        if (json[i] == '*' && slash) {
            out += "\\u002a";
            continue;
        }
        out += json[i];
    }
    return out + "\n*/\n";
}

DATAFLOW_RUNTIME std::string snapshot_header(const std::vector<const catalog::database_description*>& all,
                                             std::string_view name_space) {
    if (!detail::is_name_space(name_space))
        raise(error_kind::invalid_value,
              {.message = "the namespace of a snapshot is a name of C++, or several with :: between them",
               .node = "migrate"});
    const std::string space{name_space};
    std::string out = "// Tables as they were, written by the command `snapshot`; not to be changed by hand. "
                      "A later change is\n// looked at by the compiler: static_assert(df::migration<" +
                      space +
                      "::models, df::types<...>>.risk() <= df::risk::medium);\n#pragma once\n\n"
                      "#include <dataflow/migrate.hpp>\n\n#include <string_view>\n\nnamespace " +
                      space + " {\n\n";
    std::vector<std::string_view> models;
    for (const auto* const d : all) {
        const std::string name{detail::dialect_name(d->dialect)};
        out += "namespace snapshot_" + name + " {\n\nnamespace c = dataflow::catalog;\n\n";
        detail::snapshot_arrays arrays{out};
        const auto tables = d->tables.empty() ? std::string{"nullptr, 0"} : arrays.expression(d->tables);
        const auto description = [&](std::string_view what, const std::string& list) {
            out += "inline constexpr c::database_description " + std::string{what} +
                   "{dataflow::dialect::" + name + ", {" + list + "}};\n";
        };
        for (std::size_t i = 0; i < d->tables.size(); ++i) {
            const auto model = d->tables[i].model;
            if (model.empty()) continue;
            description("of_" + std::string{model}, tables + " + " + std::to_string(i) + ", 1");
            if (std::find(models.begin(), models.end(), model) == models.end()) models.push_back(model);
        }
        description("all", tables);
        out += "\n} // namespace snapshot_" + name + "\n\n";
    }
    const auto place = [&](dialect which, std::string_view what) {
        for (const auto* const d : all) {
            if (d->dialect != which) continue;
            const auto has = what == "all" || std::any_of(d->tables.begin(), d->tables.end(),
                                                          [&](const auto& t) { return t.model == what; });
            const auto name = std::string{what == "all" ? "" : "of_"} + std::string{what};
            if (has) return "&snapshot_" + std::string{detail::dialect_name(which)} + "::" + name;
        }
        return std::string{"nullptr"};
    };
    const auto stand_in = [&](std::string_view name, std::string_view what) {
        out += "struct " + std::string{name} +
               " {\n    using dataflow_snapshot =\n        dataflow::migrate::snapshot<" +
               place(dialect::sqlite, what) + ", " + place(dialect::postgres, what) + ">;\n};\n";
    };
    for (const auto model : models) stand_in(model, model);
    if (std::find(models.begin(), models.end(), "models") == models.end()) stand_in("models", "all");
    return out + "\n} // namespace " + space + "\n\n" + snapshot_comment(all);
}

DATAFLOW_RUNTIME bool is_snapshot_text(std::string_view text) noexcept {
    return text.find(detail::snapshot_mark) != std::string_view::npos;
}

DATAFLOW_RUNTIME std::optional<catalog::live_description> read_snapshot(std::string_view text,
                                                                        dialect wanted) {
    std::optional<catalog::live_description> out;
    detail::with_databases(text, [&](dialect d, json_::reader& r) {
        if (d != wanted || out) return r.skip();
        out.emplace();
        out->dialect = d;
        detail::snapshot_reader{r, out->keeps, d}.read(out->tables);
    });
    return out;
}

DATAFLOW_RUNTIME std::vector<dialect> dialects_of_snapshot(std::string_view text) {
    std::vector<dialect> out;
    detail::with_databases(text, [&](dialect d, json_::reader& r) {
        out.push_back(d);
        r.skip();
    });
    return out;
}

} // namespace dataflow::migrate
