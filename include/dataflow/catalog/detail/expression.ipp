// The code of catalog/detail/expression.hpp.
#pragma once

#include <dataflow/catalog/detail/expression.hpp>
#include <dataflow/catalog/detail/literal.hpp>
#include <dataflow/catalog/tokens.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog {

namespace detail {

/// Reads an expression by the precedence of its operators, and gives it as a tree in parentheses: `(and (>= a
/// 1) (<= a 2))`. Nothing where it meets what it does not know.
class expression_reader {
  public:
    expression_reader(std::string_view sql, dialect d) : in_(sql, d) {}

    [[nodiscard]] std::optional<std::string> read() {
        auto out = expression(0);
        if (!known_ || !in_.at_end()) return std::nullopt;
        return out;
    }

  private:
    enum binding : int { least, either, both, negated, compared, other, sum, product, sign, collated, cast };

    std::string fail() {
        known_ = false;
        return {};
    }
    /// `(head a b)`; what is joined by AND or OR is joined once.
    static std::string joined(std::string_view head, const std::string& a, const std::string& b) {
        std::string out = "(" + std::string{head};
        const bool flat = head == "and" || head == "or";
        for (const auto& item : {a, b})
            if (flat && item.starts_with(out.substr(0, head.size() + 1) + " "))
                out += item.substr(head.size() + 1, item.size() - head.size() - 2);
            else out += " " + item;
        return out + ")";
    }
    static std::string negation(const std::string& of) { return "(not " + of + ")"; }

    [[nodiscard]] int binding_of(const token& t) const {
        if (t.is("or")) return either;
        if (t.is("and")) return both;
        for (const std::string_view word :
             {"is", "in", "between", "not", "isnull", "notnull", "=", "==", "<>", "!=", "<", "<=", ">", ">="})
            if (t.is(word)) return compared;
        for (const std::string_view word : {"like", "ilike", "glob", "similar"})
            if (t.is(word)) return other;
        if (t.is("+") || t.is("-")) return sum;
        if (t.is("*") || t.is("/") || t.is("%")) return product;
        if (t.is("collate")) return collated;
        if (t.is("::") || t.is("[")) return cast;
        const bool symbol =
            t.what == token::kind::symbol && t.text.find_first_of("(),.;[]") == std::string::npos;
        return symbol ? other : least;
    }

    std::string expression(int above) {
        auto left = operand();
        while (known_) {
            const auto binds = binding_of(in_.now());
            if (binds <= above) break;
            left = after(std::move(left), binds);
        }
        return left;
    }

    std::string after(std::string left, int binds) {
        const auto t = in_.next();
        if (t.is("::")) return literal_as(left, type());
        if (t.is("[")) {
            auto index = expression(least);
            return in_.take("]") ? joined("at", left, index) : fail();
        }
        if (t.is("collate")) return joined("collate", left, in_.next().text);
        if (t.is("isnull")) return "(null " + left + ")";
        if (t.is("notnull")) return negation("(null " + left + ")");
        if (t.is("is")) return is(left);
        const bool no = t.is("not");
        const auto what = no ? in_.next() : t;
        std::string out;
        if (what.is("in")) out = in(left);
        else if (what.is("between")) {
            auto low = expression(compared);
            if (!in_.take("and")) return fail();
            out = joined("and", joined(">=", left, low), joined("<=", left, expression(compared)));
        } else {
            const auto head = what.is("==") ? "=" : what.is("!=") ? "<>" : what.text;
            if ((head == "=" || head == "<>") && (in_.now().is("any") || in_.now().is("all")))
                return any(left, head);
            out = joined(head, left, expression(binds));
        }
        return no ? negation(out) : out;
    }

    std::string is(const std::string& left) {
        const bool no = in_.take("not");
        std::string out;
        if (in_.take("null")) out = "(null " + left + ")";
        else if (in_.take("distinct")) {
            if (!in_.take("from")) return fail();
            out = joined("distinct", left, expression(compared));
        } else out = joined("is", left, expression(compared));
        return no ? negation(out) : out;
    }
    static std::string among(const std::string& left, const std::vector<std::string>& items) {
        if (items.size() == 1) return joined("=", left, items.front());
        std::string out = "(or"; // which is what IN means
        for (const auto& item : items) out += " " + joined("=", left, item);
        return out + ")";
    }
    std::string in(const std::string& left) {
        if (!in_.take("(")) return fail();
        return among(left, list(")"));
    }
    /// `= ANY (ARRAY[...])` and `<> ALL (ARRAY[...])`: what PostgreSQL makes of IN and NOT IN.
    std::string any(const std::string& left, const std::string& head) {
        const bool all = in_.next().is("all");
        int open = 0;
        while (in_.take("(")) ++open;
        if (!in_.take("array") || !in_.take("[") || all != (head == "<>")) return fail();
        const auto items = list("]");
        while (in_.now().is("::") || (open != 0 && in_.now().is(")")))
            if (in_.next().is("::")) type();
            else --open;
        if (open != 0) return fail();
        return all ? negation(among(left, items)) : among(left, items);
    }
    std::vector<std::string> list(std::string_view end) {
        std::vector<std::string> out;
        if (in_.take(end)) return out;
        do out.push_back(expression(least));
        while (known_ && in_.take(","));
        if (!in_.take(end)) (void)fail();
        return out;
    }

    /// The words of a type.
    std::string type() {
        if (!in_.now().is_name()) return fail();
        std::string out = in_.next().text;
        if (in_.take(".")) out = in_.next().text;
        const auto words = [&] {
            for (const std::string_view more : {"varying", "precision", "with", "without", "time", "zone"})
                if (in_.take(more)) out += " " + std::string{more};
        };
        words();
        if (in_.take("(")) (void)in_.inside();
        words();
        while (in_.now().is("[") && in_.ahead().is("]")) {
            in_.next();
            in_.next();
            out += "[]";
        }
        return out;
    }

    std::string operand() {
        using kind = token::kind;
        const auto t = in_.next();
        switch (t.what) {
        case kind::number: return canonical_number(t.text);
        case kind::string: return canonical_string(t.text);
        case kind::bytes: return "x'" + t.text + "'";
        case kind::quoted: return name(t);
        case kind::word: return word(t);
        case kind::symbol: break;
        case kind::end: return fail();
        }
        if (t.is("(")) {
            auto items = list(")");
            if (items.size() == 1) return std::move(items.front());
            std::string row = "(row";
            for (const auto& item : items) row += " " + item;
            return row + ")";
        }
        if (t.is("-")) {
            auto of = expression(sign);
            if (!of.empty() && of[0] >= '0' && of[0] <= '9') return "-" + of;
            return "(neg " + of + ")";
        }
        if (t.is("+")) return "(plus " + expression(sign) + ")";
        return fail();
    }

    std::string word(const token& t) {
        if (t.is("not")) return negation(expression(negated));
        if (t.is("null") || t.is("true") || t.is("false")) return t.text;
        if (t.is("case")) return cases();
        if (t.is("array") && in_.take("[")) {
            std::string out = "(array";
            for (const auto& item : list("]")) out += " " + item;
            return out + ")";
        }
        if (t.is("cast") && in_.take("(")) {
            auto of = expression(least);
            if (!in_.take("as")) return fail();
            const auto as = type();
            return in_.take(")") ? "(cast " + of + " " + as + ")" : fail();
        }
        for (const std::string_view reserved :
             {"select", "exists", "when", "then", "else", "end", "from", "where"})
            if (t.is(reserved)) return fail();
        return name(t);
    }
    /// A column, or a function with its arguments.
    std::string name(const token& t) {
        auto out = t.text;
        while (in_.take(".")) out += "." + in_.next().text;
        if (!in_.take("(")) return "\"" + out + "\"";
        if (in_.take("*")) return in_.take(")") ? "(call " + out + " *)" : fail();
        std::string call = "(call " + out;
        for (const auto& item : list(")")) call += " " + item;
        return call + ")";
    }
    std::string cases() {
        std::string out = "(case";
        if (!in_.now().is("when")) out += " " + expression(least);
        while (known_ && in_.take("when")) {
            out += " " + expression(least);
            if (!in_.take("then")) return fail();
            out += " " + expression(least);
        }
        if (in_.take("else")) out += " else " + expression(least);
        return in_.take("end") ? out + ")" : fail();
    }

    token_reader in_;
    bool known_ = true;
};

} // namespace detail

DATAFLOW_RUNTIME std::string canonical_expression(std::string_view sql, dialect d) {
    if (auto tree = detail::expression_reader{sql, d}.read()) return *std::move(tree);
    std::string words;
    for (const auto& t : tokens_of(sql, d)) words += (words.empty() ? "" : " ") + t.text;
    return words;
}

} // namespace dataflow::catalog
