// Regular expressions in a time that grows with the text and not faster, and in memory that has a bound.
#pragma once

#include <dataflow/core/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dataflow {

/// Finds out whether a pattern occurs in a text. There is no way back: all that the pattern could be doing at
/// a character is followed at once (Thompson's construction), and what was found out is kept as a table as
/// long as it is small. For one thread at a time.
class regex_machine {
  public:
    /// Takes the form that `query::portable_regex` writes: characters, `.`, `^`, `$`, `|`, `(...)`,
    /// `(?:...)`, `* + ? {m} {m,} {m,n}`, brackets without classes, escaped punctuation, `\y` at the edge of
    /// a word of ASCII and `\Y` elsewhere.
    explicit regex_machine(std::string_view pattern);

    /// Whether the pattern is such a form, and of a size that is bounded, too. Of another one nothing is
    /// found.
    [[nodiscard]] bool valid() const noexcept { return valid_; }

    enum class result : std::uint8_t { absent, found, stopped };

    /// `stop(state)` is asked every some thousand steps whether to end. A byte that is no UTF-8 is a
    /// character of its own.
    [[nodiscard]] result search(std::string_view text, bool (*stop)(void*) = nullptr, void* state = nullptr);

  private:
    using place = std::uint16_t; // in the program
    static constexpr std::size_t most_places = 30000;
    static constexpr std::size_t most_remembered = std::size_t{1} << 20U; // bytes

    enum class op : std::uint8_t { set, split, begin, end, edge, inside, match };
    struct instruction {
        op what;
        place next = 0;
        place other = 0;       // of a split
        std::uint32_t set = 0; // which characters it takes
    };
    struct character_range {
        char32_t low, high;
    };
    struct character_set {
        std::uint32_t from, to; // of ranges_, in order
        bool negated;
    };
    /// What is before the next character.
    enum class before : std::uint8_t { nothing, other, word };
    /// All places at which the pattern can be, and what that leads to.
    struct memory {
        std::vector<place> at;
        before behind;
    };
    class compiler; // in the .ipp

    [[nodiscard]] bool contains(const character_set& s, char32_t c) const noexcept;
    [[nodiscard]] std::uint32_t kind_of(char32_t c) const noexcept;
    void find_kinds();
    [[nodiscard]] bool advance(const std::vector<place>& from, before behind, std::uint32_t kind,
                               std::vector<place>& to);
    [[nodiscard]] before behind(std::uint32_t kind) const noexcept;
    [[nodiscard]] std::int32_t remember(std::vector<place>& at, before behind);
    void forget();

    bool valid_ = false;
    bool edges_ = false; // whether \y or \Y is in it
    place start_ = 0;
    std::vector<instruction> program_;
    std::vector<character_range> ranges_;
    std::vector<character_set> sets_;
    std::vector<char32_t> kinds_;            // the first of each run of characters that no set parts
    std::array<std::uint32_t, 128> ascii_{}; // the kinds of those

    std::vector<std::uint32_t> seen_, taken_; // by place: the round in which it was met
    std::uint32_t round_ = 0;
    std::vector<place> open_;
    std::uint64_t work_ = 0;

    std::vector<memory> known_;
    std::vector<std::int32_t> leads_to_; // by number of `known_` and kind; `unknown` or `accepted`
    std::vector<std::int32_t> hashed_;   // numbers of `known_`
    std::size_t remembered_ = 0;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/core/regex_machine.ipp>
#endif
