// An IP address or network: df::inet. PostgreSQL's INET; on SQLite the text that PostgreSQL shows of it.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/ip_text.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/core/types/column_type.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dataflow {

/// An address of IPv4 or IPv6 with the length of its network's prefix: 192.0.2.1 (a prefix of all 32
/// bits), 10.0.0.0/8, 2001:db8::1/64. `df::inet{}` is 0.0.0.0. A prefix that is too long can be made, but not
/// stored.
class inet {
  public:
    constexpr inet() noexcept = default;
    /// `df::inet::v4({192, 0, 2, 1})`, `df::inet::v4({10, 0, 0, 0}, 8)`.
    [[nodiscard]] static constexpr inet v4(const std::array<std::uint8_t, 4>& octets,
                                           std::uint8_t prefix = 32) noexcept {
        inet out;
        for (std::size_t i = 0; i < octets.size(); ++i) out.bytes_[i] = octets[i];
        out.prefix_ = prefix;
        return out;
    }
    /// Of the 16 bytes in network order.
    [[nodiscard]] static constexpr inet v6(const std::array<std::uint8_t, 16>& octets,
                                           std::uint8_t prefix = 128) noexcept {
        inet out;
        out.bytes_ = octets;
        out.bits_ = 128;
        out.prefix_ = prefix;
        return out;
    }

    [[nodiscard]] constexpr bool is_v4() const noexcept { return bits_ == 32; }
    /// How many bits of the address are its network's: at most 32 or 128.
    [[nodiscard]] constexpr std::uint8_t prefix() const noexcept { return prefix_; }
    /// The 4 or 16 bytes of the address, in network order. They live as long as this object.
    [[nodiscard]] constexpr std::span<const std::uint8_t> bytes() const& noexcept {
        return {bytes_.data(), bits_ / std::size_t{8}};
    }
    void bytes() const&& = delete;
    /// Whether an address, or all of a network, lies in this network: 10.0.0.0/8 contains 10.1.2.3.
    [[nodiscard]] constexpr bool contains(const inet& other) const noexcept {
        return bits_ == other.bits_ && prefix_ <= other.prefix_ && compare(other, prefix_) == 0;
    }

    friend constexpr bool operator==(const inet&, const inet&) noexcept = default;
    /// As PostgreSQL orders them: IPv4 before IPv6, then by the bits of the shorter prefix, then by the
    /// prefixes, then by all bits.
    friend constexpr std::strong_ordering operator<=>(const inet& a, const inet& b) noexcept {
        if (a.bits_ != b.bits_) return a.bits_ <=> b.bits_;
        if (const int c = a.compare(b, a.prefix_ < b.prefix_ ? a.prefix_ : b.prefix_); c != 0) return c <=> 0;
        if (a.prefix_ != b.prefix_) return a.prefix_ <=> b.prefix_;
        return a.compare(b, a.bits_) <=> 0;
    }

  private:
    [[nodiscard]] constexpr int compare(const inet& other, std::size_t bits) const noexcept {
        for (std::size_t i = 0; i < bits && i < 128; ++i) {
            const int mine = bytes_[i / 8] >> (7 - i % 8) & 1;
            const int its = other.bytes_[i / 8] >> (7 - i % 8) & 1;
            if (mine != its) return mine - its;
        }
        return 0;
    }

    std::array<std::uint8_t, 16> bytes_{};
    std::uint8_t bits_ = 32;
    std::uint8_t prefix_ = 32;
};

/// An address or network from outside: `192.0.2.1`, `10.0.0.0/8`, `2001:db8::1/64`, `::ffff:192.0.2.1`; four
/// numbers without zeros before them, groups of IPv6 in either case, no zone. Nothing where the text is
/// anything else. Throws `invalid_value` for a null pointer.
[[nodiscard]] constexpr std::optional<inet> parse_inet(detail::text_argument<"parse_inet"> given) noexcept {
    detail::ip_scanner scan{std::string_view{given}};
    std::array<std::uint8_t, 16> octets{};
    const bool v6 = scan.rest.find(':') != std::string_view::npos;
    if (v6 ? !scan.groups(octets) : !scan.dotted(octets.data())) return std::nullopt;
    unsigned prefix = v6 ? 128 : 32;
    if (scan.take('/')) {
        const auto n = scan.number(10, 3, false);
        if (!n || *n > prefix) return std::nullopt;
        prefix = *n;
    }
    if (!scan.rest.empty()) return std::nullopt;
    if (v6) return inet::v6(octets, static_cast<std::uint8_t>(prefix));
    return inet::v4({octets[0], octets[1], octets[2], octets[3]}, static_cast<std::uint8_t>(prefix));
}

/// Says of a type how its values are stored. SQLite's texts are not in the order of the addresses: there is
/// none that both share.
template <>
struct column_type<inet> {
    /// What PostgreSQL reads as one of the two, in several expressions: one alone would have to list where
    /// the :: can be.
    static constexpr char octet[] = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    static constexpr char group[] = "[0-9A-Fa-f]{1,4}";
    static constexpr char prefix[] = "(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?$\"";
    static constexpr auto json_condition =
        joined("@ like_regex \"^(", octet, "[.]){3}", octet,
               "(/(3[0-2]|[12]?[0-9]))?$\" || @ like_regex \"^(", group, ":){6}(", group, ":", group, "|(",
               octet, "[.]){3}", octet, ")", prefix, " || @ like_regex \"^((", group, ":){0,6}", group,
               ")?::((", group, ":){0,6}", group, "|(", group, ":){0,5}(", octet, "[.]){3}", octet, ")?",
               prefix, // with seven groups at most, of which a text with dots counts two
               " && !(@ like_regex \"([0-9A-Fa-f]+:+){7}[0-9A-Fa-f]\") && !(@ like_regex "
               "\"([0-9A-Fa-f]+:+){6}[0-9]+[.]\")");
    static constexpr type_facts facts{
        .word = "inet",
        .expected = "expected an IP address or network: 192.0.2.1, 10.0.0.0/8, 2001:db8::1",
        .refused = "an IP address whose prefix is too long",
        .plural = "IP addresses as 192.0.2.1, 10.0.0.0/8 or 2001:db8::1",
        .ordered = false,
        .standard = "VARCHAR(43)",
        .postgres = "INET",
        .postgres_array = "INET[]",
        .told = "inet",
        .told_array = "inet[]",
        .number = 869,
        .array_number = 1041,
        .json_condition = json_condition.view(),
        .characters = "*[^0-9a-f.:/]*",
    };

    [[nodiscard]] static constexpr bool is_storable(const inet& i) noexcept {
        return i.prefix() <= i.bytes().size() * 8;
    }
    static std::size_t bind(const inet& i, char* to) noexcept {
        if (!is_storable(i)) return 0;
        const auto octets = i.bytes();
        to[0] = i.is_v4() ? 2 : 3; // the family
        to[1] = static_cast<char>(i.prefix());
        to[2] = 0; // no CIDR
        to[3] = static_cast<char>(octets.size());
        std::memcpy(to + 4, octets.data(), octets.size());
        return 4 + octets.size();
    }
    [[nodiscard]] static std::optional<inet> read(std::string_view binary) noexcept {
        if (binary.size() != 8 && binary.size() != 20) return std::nullopt;
        const bool v4 = binary.size() == 8;
        if (binary[0] != (v4 ? 2 : 3) || static_cast<std::size_t>(binary[3]) != binary.size() - 4)
            return std::nullopt;
        std::array<std::uint8_t, 16> octets{};
        std::memcpy(octets.data(), binary.data() + 4, binary.size() - 4);
        const auto bits = static_cast<std::uint8_t>(binary[1]);
        const auto out =
            v4 ? inet::v4({octets[0], octets[1], octets[2], octets[3]}, bits) : inet::v6(octets, bits);
        return is_storable(out) ? std::optional{out} : std::nullopt;
    }
    /// As PostgreSQL spells it: a :: for the first of the longest runs of two zeros or more, the last four
    /// bytes as IPv4 where it does so.
    static constexpr std::size_t write(const inet& i, char* to) noexcept {
        if (!is_storable(i)) return 0;
        return detail::write_ip(to, i.bytes(), i.prefix());
    }
    [[nodiscard]] static constexpr std::optional<inet> parse(std::string_view text) noexcept {
        return parse_inet(text);
    }
};

/// An address or network as PostgreSQL spells it; nothing where its prefix is too long.
[[nodiscard]] inline std::optional<std::string> inet_text(const inet& i) {
    char text[longest_text];
    const auto size = column_type<inet>::write(i, text);
    return size == 0 ? std::nullopt : std::optional{std::string{text, size}};
}

} // namespace dataflow
