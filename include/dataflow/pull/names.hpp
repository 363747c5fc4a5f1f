// Names of C++ for the names of a database, whatever stands in these.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::pull {

/// The words of a name in small letters of ASCII: "OrderItem", "order-item" and "order item" are "order",
/// "item". Letters with accents lose them; other characters beyond ASCII become `u` and their number. Empty
/// where there is no letter and no digit.
[[nodiscard]] std::vector<std::string> words_of(std::string_view name);

/// Whether a name is a word of C++ or a macro of its headers, or means something in a struct of the library's
/// (`dataflow`, `df`, `std`).
[[nodiscard]] bool is_taken_by_cpp(std::string_view name) noexcept;

/// The singular of an English plural in small letters; a word that is none is given back.
[[nodiscard]] std::string singular_of(std::string_view word);

/// `order_item`. A name without letters begins with `prefix`, as one does that begins with a digit; one that
/// C++ takes gets an underscore at its end.
[[nodiscard]] std::string snake_case_name(std::string_view name, std::string_view prefix);

/// `OrderItem`. The last word in the singular, where `singular` is set.
[[nodiscard]] std::string pascal_case_name(std::string_view name, std::string_view prefix, bool singular);

/// Names that are given once: of the fields of a struct, of the structs of a namespace.
class name_set {
  public:
    /// The name, or the name with a number at its end that nobody has yet.
    [[nodiscard]] std::string take(const std::string& wanted, std::string_view joint);
    /// The name, or else the name that `longer` makes, with a number at its end where somebody has that, too.
    template <class Longer>
        requires requires(Longer longer) { std::string{longer()}; }
    [[nodiscard]] std::string take(const std::string& wanted, Longer longer) {
        return taken_.insert(wanted).second ? wanted : take(longer(), "");
    }

  private:
    std::set<std::string> taken_;
};

} // namespace dataflow::pull

#include <dataflow/pull/names.ipp>
#include <dataflow/pull/singular.ipp>
