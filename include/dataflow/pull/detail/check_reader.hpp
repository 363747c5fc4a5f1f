// A check of a table as a condition of a model's options, where that means the same.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/pull/planned.hpp>
#include <dataflow/pull/text.hpp>
#include <dataflow/schema/condition.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/ddl.hpp>
#include <dataflow/sql/writer.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull::detail {

/// Reads a check as C++ writes it, and as the library would then write it in SQL.
class check_reader {
  public:
    check_reader(const planned_model& m, std::string_view expression, dialect d)
        : model_(m), in_(expression, d), dialect_(d) {
        texts_.reserve(schema::condition_capacity);
    }

    /// The condition in C++; empty where there is none of the same meaning.
    [[nodiscard]] std::string read(std::string_view expression) {
        auto out = either();
        if (!known_ || !in_.at_end() || that_.too_long) return {};
        return catalog::same_meaning(dialect_, written(), expression) ? out.text : std::string{};
    }

  private:
    using what = schema::condition_step::what;
    using kind = catalog::token::kind;
    struct part {
        std::string text{};
        bool joined = false; ///< by `||`: it wants parentheses inside of `&&`
    };

    part fail() {
        known_ = false;
        return {};
    }
    void push(what step, std::string_view name = {}, std::int64_t n = 0, std::uint8_t scale = 0) {
        schema::push(that_, {step, name, n, 0, scale});
    }
    part either() {
        auto out = both();
        while (known_ && in_.take("or")) {
            out = {out.text + " || " + both().text, true};
            push(what::either);
        }
        return out;
    }
    part both() {
        auto out = one();
        while (known_ && in_.take("and")) {
            const auto right = one();
            const auto in_parentheses = [](const part& p) { return p.joined ? "(" + p.text + ")" : p.text; };
            out = {in_parentheses(out) + " && " + in_parentheses(right), false};
            push(what::both);
        }
        return out;
    }
    part one() {
        if (!in_.now().is("(")) return comparison();
        const auto before = in_;
        const auto steps = that_;
        in_.next();
        if (auto inside = either(); known_ && in_.take(")") && !goes_on()) return inside;
        in_ = before; // it stands around a column
        that_ = steps;
        known_ = true;
        return comparison();
    }
    static constexpr std::pair<std::string_view, what> operators[]{
        {"=", what::eq}, {"==", what::eq}, {"<>", what::ne}, {"!=", what::ne},
        {"<", what::lt}, {"<=", what::le}, {">", what::gt},  {">=", what::ge}};

    [[nodiscard]] bool goes_on() const {
        return !in_.at_end() && !in_.now().is(")") && !in_.now().is("and") && !in_.now().is("or");
    }

    part comparison() {
        const auto* const f = column();
        if (f == nullptr) return fail();
        if (in_.take("is")) {
            const bool no = in_.take("not");
            if (!in_.take("null")) return fail();
            push(no ? what::not_null : what::is_null);
            return {std::string{no ? "df::not_null" : "df::is_null"} + "(" + text_of(*f) + ")"};
        }
        if (in_.take("in")) return in_.take("(") ? among(*f, ")") : fail();
        if (in_.take("between")) {
            auto low = compared(*f, " >= ", what::ge);
            if (!in_.take("and")) return fail();
            push(what::column, f->column->name);
            auto high = compared(*f, " <= ", what::le);
            push(what::both);
            return {low.text + " && " + high.text};
        }
        const auto op = in_.next();
        for (const auto& [sql, step] : operators) {
            if (!op.is(sql)) continue;
            if (step == what::eq && in_.take("any")) return any(*f);
            const auto text = sql == "=" ? "==" : sql == "<>" ? "!=" : std::string{sql};
            return compared(*f, " " + text + " ", step);
        }
        return fail();
    }
    part compared(const planned_field& f, const std::string& op, what step) {
        const auto value = literal(f);
        if (value.empty()) return fail();
        push(step);
        return {text_of(f) + op + value};
    }
    part among(const planned_field& f, std::string_view end) {
        auto out = compared(f, " == ", what::eq);
        while (known_ && in_.take(",")) {
            push(what::column, f.column->name);
            out = {out.text + " || " + compared(f, " == ", what::eq).text, true};
            push(what::either);
        }
        return known_ && in_.take(end) ? out : fail();
    }
    /// `ANY ((ARRAY['a'::text])::text[])`
    part any(const planned_field& f) {
        std::size_t open = 0;
        while (in_.take("(")) ++open;
        if (!in_.take("array") || !in_.take("[")) return fail();
        auto out = among(f, "]");
        for (skip_casts(); open != 0 && in_.take(")"); skip_casts()) --open;
        return open == 0 ? out : fail();
    }

    [[nodiscard]] static std::string text_of(const planned_field& f) {
        return "df::column(" + string_literal(f.name) + ")";
    }
    const planned_field* column() {
        std::size_t open = 0;
        while (in_.take("(")) ++open;
        if (!in_.now().is_name()) return nullptr;
        const auto name = in_.name();
        const planned_field* out = nullptr;
        for (const auto& f : model_.fields)
            if (!f.name.empty() && catalog::name_rule{dialect_}(f.column->name, name)) out = &f;
        for (skip_casts(); open != 0 && in_.take(")"); skip_casts()) --open;
        if (out != nullptr) push(what::column, out->column->name);
        return open == 0 ? out : nullptr;
    }
    void skip_casts() {
        while (in_.take("::")) {
            while (in_.now().is_name() && !in_.now().is("and") && !in_.now().is("or") && !in_.now().is("is"))
                in_.next();
            if (in_.take("(")) (void)in_.inside();
            while (in_.take("[") && in_.take("]")) {
            }
        }
    }

    /// A constant of the field's type, as C++ writes it; empty where it is none.
    std::string literal(const planned_field& f) {
        std::size_t open = 0;
        while (in_.take("(")) ++open;
        const bool minus = in_.take("-");
        const auto token = in_.next();
        for (skip_casts(); open != 0 && in_.take(")"); skip_casts()) --open;
        if (open != 0 || (minus && token.what != kind::number)) return {};
        return constant(f, token, (minus ? "-" : "") + token.text);
    }
    std::string constant(const planned_field& f, const catalog::token& t, const std::string& text) {
        switch (f.type.kind) {
        case family::whole:
        case family::decimal: return t.what == kind::number ? number(text) : std::string{};
        case family::boolean:
            if (!t.is("true") && !t.is("false")) return {};
            push(what::boolean, {}, t.is("true") ? 1 : 0);
            return t.text;
        case family::text:
            if (t.what != kind::string || texts_.size() == texts_.capacity()) return {};
            push(what::text, texts_.emplace_back(text));
            return string_literal(text);
        case family::enumeration: {
            const auto names = enumerators_of(*f.type.values);
            for (std::size_t i = 0; i < names.size() && t.what == kind::string; ++i)
                if (f.type.values->values[i] == text) {
                    push(what::enumerator, f.type.values->values[i]);
                    return f.type.name + "::" + names[i];
                }
            return {};
        }
        default: return {};
        }
    }
    std::string number(const std::string& text) {
        std::int64_t n = 0;
        const auto* const end = text.data() + text.size();
        if (const auto r = std::from_chars(text.data(), end, n);
            r.ec != std::errc{} || r.ptr != end || n < -INT64_MAX)
            return {};
        push(what::integer, {}, n);
        return text;
    }

    /// As the library writes it.
    [[nodiscard]] std::string written() const {
        std::vector<type_info> types;
        types.reserve(model_.fields.size()); // addresses are taken
        std::vector<schema::column> columns;
        for (const auto& f : model_.fields) {
            const bool decimal = f.type.kind == family::decimal;
            auto& type = types.emplace_back(type_info{decimal ? storage::decimal : storage::text, {}, 0});
            type.scale = static_cast<std::uint8_t>(f.type.scale);
            columns.push_back({.name = f.column->name, .type = &type});
        }
        schema::table of{};
        of.columns = columns;
        sql::writer w{dialect_};
        sql::detail::condition_text(w, of, that_);
        return std::string{w.view()};
    }

    const planned_model& model_;
    catalog::token_reader in_;
    dialect dialect_;
    bool known_ = true;
    schema::condition that_{};
    std::vector<std::string> texts_{}; ///< which stay where they are
};

} // namespace dataflow::pull::detail
