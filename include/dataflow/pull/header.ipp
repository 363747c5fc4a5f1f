// The code of pull/plan.hpp: the text of a header.
#pragma once

#include <dataflow/catalog/details.hpp>
#include <dataflow/pull/names.hpp>
#include <dataflow/pull/plan.hpp>
#include <dataflow/pull/text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::pull {

namespace detail {

/// `{"a", "b"}`
[[nodiscard]] inline std::string in_braces(const std::vector<std::string>& fields) {
    std::string out;
    for (const auto& f : fields) out += (out.empty() ? "" : ", ") + string_literal(f);
    return "{" + out + "}";
}
[[nodiscard]] inline std::vector<std::string> in_braces(const std::vector<std::vector<std::string>>& lists) {
    std::vector<std::string> out;
    for (const auto& one : lists) out.push_back(in_braces(one));
    return out;
}

/// An option's call, on as many lines as its arguments take.
[[nodiscard]] inline std::string call(std::string_view function, const std::vector<std::string>& arguments) {
    constexpr std::size_t width = 98; // one more for what follows, and the indent of 8
    std::string out = std::string{function} + "(";
    std::size_t column = 8 + out.size();
    const std::string indent(column, ' ');
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto next = arguments[i] + (i + 1 < arguments.size() ? "," : ")");
        if (i != 0 && column + 1 + next.size() > width) {
            out += "\n" + indent;
            column = indent.size();
        } else if (i != 0) {
            out += ' ';
            ++column;
        }
        out += next;
        column += next.size();
    }
    return out;
}

class header_writer {
  public:
    explicit header_writer(const plan& of) : plan_(of) {}

    [[nodiscard]] std::string written() {
        head();
        out_ += "\nnamespace " + plan_.name_space + " {\n\nnamespace df = dataflow;\n\n";
        for (const auto& m : plan_.models) out_ += "struct " + m.name + ";\n";
        for (const auto& [e, name] : plan_.enumerations) enumeration(*e, name);
        enumeration_names();
        for (const auto& m : plan_.models) model(m);
        for (const auto& t : plan_.left_out)
            out_ +=
                "\n" +
                comment_lines("The table " + std::string{t.table->name} + " is left out: " + t.why + ".", "");
        alias();
        out_ += "\n} // namespace " + plan_.name_space + "\n";
        return std::move(out_);
    }

  private:
    [[nodiscard]] bool has(std::string_view in_a_type) const {
        for (const auto& m : plan_.models)
            for (const auto& f : m.fields)
                if (!f.name.empty() && (f.spelled.find(in_a_type) != std::string::npos ||
                                        f.initializer.find(in_a_type) != std::string::npos))
                    return true;
        return false;
    }
    void head() {
        out_ +=
            "// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.\n"
            "#pragma once\n\n#include <dataflow/dataflow.hpp>\n";
        if (has("df::json_value")) out_ += "#include <dataflow/json.hpp>\n";
        out_ += '\n';
        if (!plan_.enumerations.empty()) out_ += "#include <array>\n";
        if (has("std::chrono::")) out_ += "#include <chrono>\n";
        if (has("std::int") || !plan_.enumerations.empty()) out_ += "#include <cstdint>\n";
        if (has("std::optional<")) out_ += "#include <optional>\n";
        if (has("std::string")) out_ += "#include <string>\n";
        if (has("std::vector<")) out_ += "#include <vector>\n";
    }

    void enumeration(const catalog::enumeration& e, const std::string& name) {
        out_ += "\n";
        if (!e.comment.empty()) out_ += comment_lines(e.comment, "");
        std::string values;
        for (const auto& one : enumerators_of(e)) values += (values.empty() ? "" : ", ") + one;
        out_ += "enum class " + name + " { " + values + " };\n";
    }

    /// Names that are no identifiers, and more than the library looks for by itself.
    void enumeration_names() {
        std::string all;
        for (const auto& [e, name] : plan_.enumerations) {
            const auto names = enumerators_of(*e);
            bool same = names.size() <= 64;
            for (std::size_t i = 0; i < names.size(); ++i) same = same && names[i] == e->values[i];
            if (same) continue;
            const auto whole = plan_.name_space + "::" + name;
            all += "\ntemplate <>\ninline constexpr auto dataflow::enum_names<" + whole + "> = std::array{\n";
            for (std::size_t i = 0; i < names.size(); ++i)
                all += "    dataflow::enum_name{" + whole + "::" + names[i] + ", " +
                       string_literal(e->values[i]) + "}" + (i + 1 < names.size() ? ",\n" : "};\n");
        }
        if (all.empty()) return;
        out_ +=
            "\n} // namespace " + plan_.name_space + "\n" + all + "\nnamespace " + plan_.name_space + " {\n";
    }

    void model(const planned_model& m) {
        out_ += '\n';
        const auto& t = *m.table;
        const auto& path = plan_.of->search_path;
        const bool found = path.empty() || std::find(path.begin(), path.end(), t.schema) != path.end();
        const auto space = found ? std::string{} : std::string{t.schema} + ".";
        out_ += comment_lines(
            space + std::string{t.name} + (t.comment.empty() ? "" : ": " + std::string{t.comment}), "");
        for (const auto& note : m.notes) out_ += comment_lines(note, "");
        out_ += "struct " + m.name + " {\n";
        for (const auto& f : m.fields) field(f);
        options(m);
        out_ += "};\n";
    }

    void field(const planned_field& f) {
        const std::string indent = "    ";
        if (f.name.empty()) {
            out_ +=
                comment_lines("The column " + std::string{f.column->name} + " (" +
                                  std::string{f.column->type.spelled} + ") is left out: " + f.type.name + ".",
                              indent);
            return;
        }
        const auto line = indent + f.spelled + " " + f.name + f.initializer + ";";
        std::string notes;
        for (const auto& note : f.notes) notes += (notes.empty() ? "" : "; ") + note;
        const auto beside = short_comment(notes, 1000);
        if (notes.empty()) out_ += line + "\n";
        else if (line.size() + 4 + beside.size() <= 100) out_ += line + " // " + beside + "\n";
        else out_ += comment_lines(notes, indent) + line + "\n";
    }

    void options(const planned_model& m) {
        std::vector<std::string> said;
        if (!m.table_option.empty()) said.push_back(".table = " + string_literal(m.table_option));
        if (m.read_only) said.emplace_back(".read_only = true");
        if (!m.naming.empty()) said.push_back(".naming = df::naming::" + std::string{m.naming});
        if (!m.renamed.empty()) {
            std::vector<std::string> all;
            for (const auto& [name, column] : m.renamed)
                all.push_back("{" + string_literal(name) + ", " + string_literal(column) + "}");
            said.push_back(call(".columns = df::columns", all));
        }
        if (!m.key.empty()) {
            std::string all;
            for (const auto& k : m.key) all += (all.empty() ? "" : ", ") + string_literal(k);
            said.push_back(".key = df::key(" + all + ")");
        }
        if (!m.generated.empty()) {
            std::vector<std::string> all;
            for (const auto& g : m.generated) all.push_back(string_literal(g));
            said.push_back(call(".generated = df::generated", all));
        }
        if (!m.read_only) said.emplace_back(".timestamps = false");
        if (m.reuses_keys) said.emplace_back(".reuse_keys = true");
        if (!m.unique.empty()) said.push_back(call(".unique = df::unique", in_braces(m.unique)));
        if (!m.indexes.empty()) said.push_back(call(".indexes = df::indexes", in_braces(m.indexes)));
        if (!m.references.empty()) {
            std::vector<std::string> all;
            for (const auto& r : m.references) {
                const auto action =
                    r.action.empty() ? std::string{} : ", df::on_delete::" + std::string{r.action};
                const auto function = r.target == m.name ? "df::foreign_key_to_itself("
                                                         : "df::foreign_key_to<" + r.target + ">(";
                all.push_back(r.target.empty()
                                  ? "df::foreign_key_rule{" + string_literal(r.fields[0]) + action + "}"
                                  : function + in_braces(r.fields) + action + ")");
            }
            said.push_back(call(".foreign_keys = df::foreign_keys", all));
        }
        if (!m.checks.empty()) said.push_back(call(".checks = df::checks", m.checks));
        out_ += "\n    static constexpr auto dataflow = df::options{";
        std::string all;
        for (const auto& one : said) all += (all.empty() ? "" : ", ") + one;
        if (all.size() <= 50) out_ += all + "};\n";
        else {
            for (std::size_t i = 0; i < said.size(); ++i)
                out_ += "\n        " + said[i] + (i + 1 < said.size() ? "," : "};\n");
        }
    }

    /// All models, as `df::database` takes them.
    void alias() {
        if (plan_.models.empty()) return;
        std::string line = "\nusing database = df::database<";
        for (std::size_t i = 0; i < plan_.models.size(); ++i) {
            const auto next = plan_.models[i].name + (i + 1 < plan_.models.size() ? "," : ">;");
            if (line.size() - (line.rfind('\n') + 1) + next.size() > 99)
                line += "\n                              ";
            else if (i != 0) line += ' ';
            line += next;
        }
        out_ += line + "\n";
    }

    const plan& plan_;
    std::string out_{};
};

} // namespace detail

inline std::string header_of(const plan& of) { return detail::header_writer{of}.written(); }

inline std::string header_of(const catalog::database_description& found, const options& how) {
    return header_of(plan_of(found, how));
}

} // namespace dataflow::pull
