// Reads filters, orderings and pages from JSON.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/json_place.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/dynamic/detail/filter.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::dynamic_ {

namespace detail {

inline constexpr std::string_view no_common_order = "the values of this type have no order on both databases";

/// A name from outside as messages show it: not long, and nothing that would break a line of a log.
[[nodiscard]] inline std::string shown(std::string_view name) {
    std::string out{utf8_prefix(name, 64)};
    for (auto& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
    if (name.size() > out.size()) out += "...";
    return out;
}

/// Why the values have no order; empty where they have one.
[[nodiscard]] inline std::string_view no_order(const subject& of) {
    if (of.type == nullptr) return {};
    const auto& type = stored_type(*of.type);
    if (type.memory == layout::enumeration) return "the values of an enumeration have no order";
    return facts_of(type.stored).ordered ? std::string_view{} : no_common_order;
}

} // namespace detail

/// What a list from JSON asks for.
struct request {
    part filter{};
    std::vector<sql::order_term> order{}; ///< as given
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
    std::string after{}; ///< the text of a cursor
    bool total = false;
};

/// Makes an order total: equal records by their key, in the direction of the last of its terms.
void complete_order(std::vector<sql::order_term>& order, const schema::table& t);

/// Reads one text. What it cannot take is an `invalid_value` that names the place ("filter.$or[1].age.$gt"),
/// the model and the field, and never a value.
class reader {
  public:
    /// `allowed`: the columns that may be asked for; all of them where it is empty. `places`: for each field,
    /// what stands inside its JSON, or null.
    reader(const schema::table& t, std::string_view json, std::span<const std::uint16_t> allowed = {},
           std::span<const json_::place_type* const> places = {});

    [[nodiscard]] part filter();
    [[nodiscard]] request list();

  private:
    template <class Work>
    auto reading(Work work);
    template <class Work>
    auto at(const std::string& step, Work work);
    [[noreturn]] void fail(std::string_view why);
    void need(json_::shape wanted, std::string_view words);
    [[nodiscard]] std::string key(std::string_view given, std::vector<std::string>& seen);
    [[nodiscard]] std::uint16_t column(const std::string& name);
    [[nodiscard]] subject looked_at(const std::string& name);
    void walk(subject& to, std::string_view way);
    [[nodiscard]] json_step step(std::string_view& way);

    [[nodiscard]] part object();
    [[nodiscard]] part logical(const std::string& name);
    [[nodiscard]] part field(const subject& of);
    [[nodiscard]] part operators(const subject& of);
    [[nodiscard]] part one_operator(const std::string& name, const subject& of);
    [[nodiscard]] part text_test(test what, const subject& of);
    [[nodiscard]] part list_test(test what, const subject& of);
    [[nodiscard]] part null_test(bool null, const subject& of);
    [[nodiscard]] part presence(bool there, const subject& of);
    [[nodiscard]] bool of_array(const subject& of) const;
    [[nodiscard]] part array_operator(const std::string& name, const subject& of);
    [[nodiscard]] part whole_array(test what, const subject& of);
    void next_entry();
    [[nodiscard]] part leaf(test what, const subject& of);
    void settle_type(part& to);
    void add_value(part& to);
    void add_value(part& to, const type_info& type);
    void add_mapped(part& to, const mapping& map);
    [[nodiscard]] std::int64_t exact(const type_info& type);
    [[nodiscard]] std::int64_t whole(layout memory);

    void order(std::vector<sql::order_term>& to);
    void order_key(std::string_view key, std::vector<sql::order_term>& to);
    void order_object(std::vector<sql::order_term>& to);
    void add_order(std::uint16_t column, bool descending, std::vector<sql::order_term>& to);

    const schema::table& table_;
    std::span<const std::uint16_t> allowed_;
    std::span<const json_::place_type* const> places_;
    json_::reader in_;
    std::string place_{};
    std::string field_{}; // the column that is read
    std::size_t parts_ = 0;
    std::size_t entries_ = 0;
    std::size_t levels_ = 0;
};

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/reader.ipp>
#endif
