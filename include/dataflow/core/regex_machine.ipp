// The code of core/regex_machine.hpp.
#pragma once

#include <dataflow/core/regex_machine.hpp>
#include <dataflow/core/utf8.hpp>

#include <algorithm>
#include <utility>

namespace dataflow {

namespace detail {

/// The character at `at`, which is moved past it. What is no UTF-8 is a byte above all characters.
[[nodiscard]] inline char32_t next_character(std::string_view text, std::size_t& at) noexcept {
    const auto byte = [&](std::size_t i) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
    };
    const auto first = byte(0);
    const auto length = first < 0x80 ? 1 : utf8_sequence(text.data() + at, text.size() - at);
    char32_t out = first;
    switch (length) {
    case 1: break;
    case 2: out = (first & 0x1FU) << 6U | (byte(1) & 0x3FU); break;
    case 3: out = (first & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU); break;
    case 4:
        out = (first & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU);
        break;
    default: ++at; return 0x110000U + first;
    }
    at += length;
    return out;
}

[[nodiscard]] constexpr bool is_word_character(char32_t c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= 'a' && c <= 'z');
}

} // namespace detail

/// Reads a pattern into a tree, and writes its program from the end to the start.
class regex_machine::compiler {
  public:
    compiler(regex_machine& into, std::string_view pattern) : to_(into), in_(pattern) {}

    [[nodiscard]] bool run() {
        const auto root = alternatives(0);
        if (!good_ || at_ != in_.size()) return false;
        const auto match = add({op::match});
        to_.start_ = emit(root, match);
        return good_;
    }

  private:
    static constexpr int deepest = 200;
    static constexpr std::uint32_t endless = UINT32_MAX;

    enum class kind : std::uint8_t { leaf, chain, either, repeat };
    struct node {
        kind what;
        op leaf = op::set;
        std::uint32_t set = 0;
        std::uint32_t low = 0, high = 0;     // of a repeat
        std::vector<std::uint32_t> inside{}; // nodes
    };

    [[nodiscard]] bool more() const noexcept { return good_ && at_ < in_.size(); }
    [[nodiscard]] bool sees(std::string_view what) const noexcept {
        return in_.substr(at_).starts_with(what);
    }
    bool take(std::string_view what) noexcept {
        if (!sees(what)) return false;
        at_ += what.size();
        return true;
    }
    std::uint32_t keep(node n) {
        tree_.push_back(std::move(n));
        if (tree_.size() > 4 * most_places) good_ = false;
        return static_cast<std::uint32_t>(tree_.size() - 1);
    }

    std::uint32_t alternatives(int depth) {
        node out{.what = kind::either};
        do {
            node one{.what = kind::chain};
            while (more() && !sees("|") && !sees(")")) one.inside.push_back(piece(depth));
            out.inside.push_back(keep(std::move(one)));
        } while (more() && take("|"));
        return keep(std::move(out));
    }

    std::uint32_t piece(int depth) {
        auto what = atom(depth);
        if (!more()) return what;
        node out{.what = kind::repeat, .inside = {what}};
        if (take("*")) out.high = endless;
        else if (take("+")) out.low = 1, out.high = endless;
        else if (take("?")) out.high = 1;
        else if (take("{")) {
            out.low = out.high = number();
            if (take(",")) out.high = sees("}") ? endless : number();
            if (!take("}") || out.high < out.low) good_ = false;
        } else return what;
        if (sees("*") || sees("+") || sees("?") || sees("{")) good_ = false;
        return keep(std::move(out));
    }
    std::uint32_t number() {
        const auto first = at_;
        std::uint32_t out = 0;
        while (more() && in_[at_] >= '0' && in_[at_] <= '9' && out < 10000)
            out = out * 10 + static_cast<std::uint32_t>(in_[at_++] - '0');
        if (at_ == first || out > 1000) good_ = false;
        return out;
    }

    std::uint32_t atom(int depth) {
        if (depth == deepest) good_ = false;
        if (take("(")) {
            (void)take("?:");
            if (sees("?") || !good_) good_ = false;
            const auto out = good_ ? alternatives(depth + 1) : 0;
            if (!take(")")) good_ = false;
            return out;
        }
        if (take("^")) return keep({.what = kind::leaf, .leaf = op::begin});
        if (take("$")) return keep({.what = kind::leaf, .leaf = op::end});
        if (take(".")) return set({{0, 0xFFFFFFFFU}}, false);
        if (take("[")) return bracket();
        if (take("\\")) {
            if (take("y")) return keep({.what = kind::leaf, .leaf = op::edge});
            if (take("Y")) return keep({.what = kind::leaf, .leaf = op::inside});
            if (!more() || detail::is_word_character(static_cast<unsigned char>(in_[at_])) ||
                (in_[at_] & 0x80) != 0) {
                good_ = false;
                return 0;
            }
        } else if (sees("*") || sees("+") || sees("?") || sees("{")) good_ = false;
        const auto c = detail::next_character(in_, at_);
        return set({{c, c}}, false);
    }

    std::uint32_t bracket() {
        std::vector<character_range> all;
        const bool negated = take("^");
        for (bool first = true; more() && (first || !sees("]")); first = false) {
            const auto low = detail::next_character(in_, at_);
            auto high = low;
            if (sees("-") && !sees("-]") && at_ + 1 < in_.size()) {
                ++at_;
                high = detail::next_character(in_, at_);
            }
            if (high < low) good_ = false;
            all.push_back({low, high});
        }
        if (!take("]")) good_ = false;
        return set(std::move(all), negated);
    }
    std::uint32_t set(std::vector<character_range> ranges, bool negated) {
        std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.low < b.low; });
        const auto from = static_cast<std::uint32_t>(to_.ranges_.size());
        for (const auto& r : ranges) {
            if (to_.ranges_.size() > from && r.low <= to_.ranges_.back().high)
                to_.ranges_.back().high = std::max(to_.ranges_.back().high, r.high);
            else to_.ranges_.push_back(r);
        }
        to_.sets_.push_back({from, static_cast<std::uint32_t>(to_.ranges_.size()), negated});
        return keep({.what = kind::leaf, .set = static_cast<std::uint32_t>(to_.sets_.size() - 1)});
    }

    place add(instruction what) {
        if (to_.program_.size() >= most_places) {
            good_ = false;
            return 0;
        }
        to_.program_.push_back(what);
        return static_cast<place>(to_.program_.size() - 1);
    }

    /// The place at which a part of the tree starts, which goes on at `next`.
    place emit(std::uint32_t which, place next) {
        if (!good_) return 0;
        const node& n = tree_[which];
        switch (n.what) {
        case kind::leaf:
            if (n.leaf == op::edge || n.leaf == op::inside) to_.edges_ = true;
            return add({n.leaf, next, 0, n.set});
        case kind::chain:
            for (auto i = n.inside.rbegin(); i != n.inside.rend(); ++i) next = emit(*i, next);
            return next;
        case kind::either: {
            auto out = emit(n.inside.back(), next);
            for (auto i = n.inside.rbegin() + 1; i != n.inside.rend(); ++i)
                out = add({op::split, emit(*i, next), out});
            return out;
        }
        case kind::repeat: break;
        }
        auto out = next;
        if (n.high == endless) {
            out = add({op::split, 0, next});
            const auto body = emit(n.inside[0], out);
            if (good_) to_.program_[out].next = body;
        } else {
            for (auto i = n.low; i < n.high && good_; ++i)
                out = add({op::split, emit(n.inside[0], out), next});
        }
        for (std::uint32_t i = 0; i < n.low && good_; ++i) out = emit(n.inside[0], out);
        return out;
    }

    regex_machine& to_;
    std::string_view in_;
    std::size_t at_ = 0;
    bool good_ = true;
    std::vector<node> tree_;
};

namespace detail {
inline constexpr std::int32_t unknown_state = -1;
inline constexpr std::int32_t accepted_state = -2;
inline constexpr std::size_t regex_hash_size = 4096;
} // namespace detail

DATAFLOW_RUNTIME regex_machine::regex_machine(std::string_view pattern) {
    compiler make{*this, pattern};
    valid_ = make.run();
    if (!valid_) return;
    find_kinds();
    seen_.resize(program_.size());
    taken_.resize(program_.size());
}

DATAFLOW_RUNTIME bool regex_machine::contains(const character_set& s, char32_t c) const noexcept {
    const auto from = ranges_.begin() + s.from;
    const auto to = ranges_.begin() + s.to;
    const auto past =
        std::upper_bound(from, to, c, [](char32_t x, const character_range& r) { return x < r.low; });
    return (past != from && c <= (past - 1)->high) != s.negated;
}

/// Parts the characters into runs that no set parts: what leads on from a place is asked once for each of
/// them.
DATAFLOW_RUNTIME void regex_machine::find_kinds() {
    kinds_.push_back(0);
    for (const auto& r : ranges_) {
        kinds_.push_back(r.low);
        if (r.high != 0xFFFFFFFFU) kinds_.push_back(r.high + 1);
    }
    if (edges_)
        for (const char32_t c : U"0:A[_`a{") // where words begin and end
            if (c != 0) kinds_.push_back(c);
    std::sort(kinds_.begin(), kinds_.end());
    kinds_.erase(std::unique(kinds_.begin(), kinds_.end()), kinds_.end());
    for (char32_t c = 0; c < ascii_.size(); ++c)
        ascii_[c] = static_cast<std::uint32_t>(std::upper_bound(kinds_.begin(), kinds_.end(), c) -
                                               kinds_.begin() - 1);
}
DATAFLOW_RUNTIME std::uint32_t regex_machine::kind_of(char32_t c) const noexcept {
    if (c < ascii_.size()) return ascii_[c];
    return static_cast<std::uint32_t>(std::upper_bound(kinds_.begin(), kinds_.end(), c) - kinds_.begin() - 1);
}

/// From some places over a character of a kind (their number: over the end of the text) to others; true where
/// the pattern was found before that.
DATAFLOW_RUNTIME bool regex_machine::advance(const std::vector<place>& from, before behind,
                                             std::uint32_t kind, std::vector<place>& to) {
    if (++round_ == 0) { // it went round
        std::fill(seen_.begin(), seen_.end(), 0U);
        std::fill(taken_.begin(), taken_.end(), 0U);
        round_ = 1;
    }
    const bool last = kind == kinds_.size();
    const char32_t c = last ? 0 : kinds_[kind];
    const bool edge = (behind == before::word) != (!last && detail::is_word_character(c));
    const auto take = [&](place p) {
        if (std::exchange(taken_[p], round_) != round_) to.push_back(p);
    };
    to.clear();
    open_.assign(from.rbegin(), from.rend());
    while (!open_.empty()) {
        const auto p = open_.back();
        open_.pop_back();
        if (std::exchange(seen_[p], round_) == round_) continue;
        ++work_;
        const auto& i = program_[p];
        switch (i.what) {
        case op::match: return true;
        case op::split:
            open_.push_back(i.other);
            open_.push_back(i.next);
            break;
        case op::begin:
            if (behind == before::nothing) open_.push_back(i.next);
            break;
        case op::end:
            if (last) open_.push_back(i.next);
            break;
        case op::edge:
            if (edge) open_.push_back(i.next);
            break;
        case op::inside:
            if (!edge) open_.push_back(i.next);
            break;
        case op::set:
            if (!last && contains(sets_[i.set], c)) take(i.next);
            break;
        }
    }
    take(start_); // it may begin at any character
    return false;
}

DATAFLOW_RUNTIME regex_machine::before regex_machine::behind(std::uint32_t kind) const noexcept {
    return edges_ && detail::is_word_character(kinds_[kind]) ? before::word : before::other;
}

/// The number of these places in the table; they are sorted for it. Negative where the table is full.
DATAFLOW_RUNTIME std::int32_t regex_machine::remember(std::vector<place>& at, before behind) {
    std::sort(at.begin(), at.end());
    std::uint64_t hash = 0xcbf29ce484222325U ^ static_cast<std::uint64_t>(behind); // FNV-1a
    for (const auto p : at) hash = (hash ^ p) * 0x100000001b3U;
    if (hashed_.empty()) hashed_.assign(detail::regex_hash_size, detail::unknown_state);
    auto slot = static_cast<std::size_t>(hash ^ hash >> 32U) % detail::regex_hash_size;
    while (hashed_[slot] != detail::unknown_state) {
        const auto& one = known_[static_cast<std::size_t>(hashed_[slot])];
        if (one.behind == behind && one.at == at) return hashed_[slot];
        slot = (slot + 1) % detail::regex_hash_size;
    }
    const auto size = at.size() * sizeof(place) + (kinds_.size() + 1) * sizeof(std::int32_t) + sizeof(memory);
    if (remembered_ + size > most_remembered || known_.size() == detail::regex_hash_size / 2)
        return detail::unknown_state;
    remembered_ += size;
    const auto number = static_cast<std::int32_t>(known_.size());
    hashed_[slot] = number;
    known_.push_back({at, behind});
    leads_to_.resize(leads_to_.size() + kinds_.size() + 1, detail::unknown_state);
    return number;
}
DATAFLOW_RUNTIME void regex_machine::forget() {
    known_.clear();
    leads_to_.clear();
    hashed_.clear();
    remembered_ = 0;
}

DATAFLOW_RUNTIME regex_machine::result regex_machine::search(std::string_view text, bool (*stop)(void*),
                                                             void* state) {
    if (!valid_) return result::absent;
    std::vector<place> here{start_};
    std::vector<place> next;
    auto was = before::nothing;
    auto number = remember(here, was);
    std::size_t alone = 0;  // characters without the table
    std::size_t useful = 0; // characters that the table was asked for since it was emptied
    constexpr std::uint64_t between = 1U << 15U;
    std::uint64_t ask = work_ + between;
    const auto end = static_cast<std::uint32_t>(kinds_.size());
    const auto width = kinds_.size() + 1;
    for (std::size_t at = 0;;) {
        // Most of a text is ASCII, and most of that the table knows.
        const auto upto = std::min<std::size_t>(text.size(), at + between);
        for (const auto from = at; number >= 0 && at < upto; ++at) {
            const auto byte = static_cast<unsigned char>(text[at]);
            const auto to = byte < ascii_.size()
                                ? leads_to_[static_cast<std::size_t>(number) * width + ascii_[byte]]
                                : detail::unknown_state;
            if (to < 0) {
                useful += at - from;
                break;
            }
            number = to;
        }
        if (stop != nullptr && work_ + at >= ask) {
            if (stop(state)) return result::stopped;
            ask = work_ + at + between;
        }
        const auto kind = at == text.size() ? end : kind_of(detail::next_character(text, at));
        const auto row = number >= 0 ? static_cast<std::size_t>(number) * width : 0;
        if (number >= 0) {
            const auto to = leads_to_[row + kind];
            if (to == detail::accepted_state) return result::found;
            if (to >= 0) {
                if (kind == end) return result::absent;
                number = to;
                ++useful;
                continue;
            }
            here = known_[static_cast<std::size_t>(number)].at;
            was = known_[static_cast<std::size_t>(number)].behind;
        }
        if (advance(here, was, kind, next)) {
            if (number >= 0) leads_to_[row + kind] = detail::accepted_state;
            return result::found;
        }
        if (kind == end) {
            if (number >= 0) leads_to_[row + kind] = 0;
            return result::absent;
        }
        was = behind(kind);
        std::swap(here, next);
        if (number < 0) { // the table was of no use; for what comes it may be
            if (++alone % 2048 == 0) number = remember(here, was);
            continue;
        }
        auto to = remember(here, was);
        if (to >= 0) leads_to_[row + kind] = to;
        else {
            const bool worth = useful > 10 * known_.size();
            forget();
            useful = 0;
            if (worth) to = remember(here, was);
        }
        number = to;
    }
}

} // namespace dataflow
