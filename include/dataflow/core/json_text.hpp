// JSON text, read and written piece by piece: no tree of values stands between the text and the fields.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::json_ {

/// What stands at a place of a JSON text.
enum class shape : std::uint8_t { null, boolean, number, text, array, object };

/// Objects and arrays inside each other; deeper ones are refused, read and written.
inline constexpr std::size_t most_levels = 100;

/// The way from the outermost value to where a reader or writer stands.
class path {
  public:
    path() noexcept {} // NOLINT: the steps stay uninitialized on purpose
    /// Where the members or elements of an object or array are; throws `access_fault` when it is too deep.
    void enter();
    void leave() noexcept { --depth_; }
    /// The member that follows; a key of a map is a value, which no message may show: it is `*`.
    void member(std::string_view name) noexcept { steps_[depth_ - 1] = {name.data(), name.size(), 0}; }
    void key() noexcept { steps_[depth_ - 1] = {"*", 1, 0}; }
    /// The next element.
    void element() noexcept { steps_[depth_ - 1] = {nullptr, 0, steps_[depth_ - 1].index + 1}; }

    [[noreturn, gnu::cold]] void fail(std::string_view why) const;

  private:
    struct step { // no initializers: a hundred of them would be most of the work of a small text
        const char* name;
        std::size_t size;
        std::size_t index; // from 1; 0 before the first
    };
    step steps_[most_levels];
    std::size_t depth_ = 0;
};

/// Appends JSON. What JSON cannot say throws `access_fault`: NaN and infinities, text that is not UTF-8 or
/// holds a NUL (which PostgreSQL's JSONB does not take).
class writer {
  public:
    /// `shown`: for a reader, not for a database, in which numbers are compared as doubles: a float has the
    /// digits that give this float back, 0.1 and not 0.10000000149011612.
    explicit writer(std::string& out, bool shown = false) noexcept : out_(out), shown_(shown) {}

    void null() { out_ += "null"; }
    void boolean(bool b) { out_ += b ? "true" : "false"; }
    void integer(std::int64_t n);
    void real(double x); ///< the shortest text that reads back as the same number; -0.0 as 0
    void real(float x);
    void number(std::string_view digits) { out_ += digits; } ///< as it is written already
    void text(std::string_view t);
    void open_array();
    void element();
    void close_array();
    void open_object();
    void member(std::string_view name); ///< a name of the program's
    void key(std::string_view name);    ///< a key that is a value
    void close_object();

    [[noreturn, gnu::cold]] void fail(std::string_view why) const { path_.fail(why); }

  private:
    void comma();

    std::string& out_;
    path path_;
    bool first_ = true;
    bool shown_ = false;
};

/// Takes JSON apart from the front. Anything that is not the JSON of RFC 8259 throws `access_fault`, and so
/// does what was not asked for.
class reader {
  public:
    /// The text must outlive the reader.
    explicit reader(std::string_view text);

    /// What comes next.
    [[nodiscard]] shape peek();
    void null();
    /// Whether a null comes next, or what only begins like it.
    [[nodiscard]] bool sees_null() noexcept {
        blank();
        return sees('n');
    }
    [[nodiscard]] bool boolean();
    /// A whole number from `low` to `high`, exactly: 5.0, 5e2 and 0.5e1 are whole.
    [[nodiscard]] std::int64_t integer(std::int64_t low, std::int64_t high);
    /// A number; beyond the range of a double it is refused, or an infinity. -0.0 is 0, but where there are
    /// infinities.
    [[nodiscard]] double real(bool infinite = false);
    /// A number as it is written, for exact ones: 12.50, perhaps with an exponent.
    [[nodiscard]] std::string_view number();
    /// Whether the number that comes next is whole, written without digits after the point once the exponent
    /// is applied (as PostgreSQL's JSONB writes it), and fits into 64 bits: 5, 5e2 and 1.5e1, but not 5.0.
    [[nodiscard]] bool is_integer();
    /// A number as it is written.
    [[nodiscard]] std::string_view digits() { return number(); }
    /// A text; valid until the reader is used again.
    [[nodiscard]] std::string_view text();
    void open_array();
    [[nodiscard]] bool next_element();
    void open_object();
    /// The next key, valid until the reader is used again; false at the end of the object. Where it is the
    /// expected one, a name without escapes, `key` is just that view.
    [[nodiscard]] bool next_key(std::string_view& key, std::string_view expected = {});
    /// Names the member that is read now, for messages.
    void member(std::string_view name) noexcept { path_.member(name); }
    /// Passes over one value of any shape.
    void skip();
    /// Checks that nothing follows.
    void finish();

    [[noreturn, gnu::cold]] void fail(std::string_view why) const { path_.fail(why); }

  private:
    void blank() noexcept {
        while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ' && is_blank(text_[at_]))
            ++at_;
    }
    [[nodiscard]] static bool is_blank(char c) noexcept {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }
    [[nodiscard]] bool sees(char c) const noexcept { return at_ < text_.size() && text_[at_] == c; }
    void take(char c);
    [[nodiscard]] bool next(char close);
    void need(shape wanted);
    void word(std::string_view spelled);
    std::uint32_t four_digits();

    std::string_view text_;
    std::size_t at_ = 0;
    path path_;
    bool first_ = false;
    std::string buffer_; // of a text with escapes
};

} // namespace dataflow::json_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/core/json_text.ipp>
#endif
