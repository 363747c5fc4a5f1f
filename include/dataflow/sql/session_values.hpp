// What the session of a run knows: the values that neither a node nor a row gives.
#pragma once

#include <dataflow/core/value.hpp>
#include <dataflow/schema/table.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// A value of a session; the index of a `value_source` of the origin `session`.
using schema::session_value;

/// The values of a session, borrowed for the time of a run. A view without an address is a value that is not
/// known.
struct session_values {
    std::string_view tenant{};
    std::string_view actor{};
    std::string_view request{};
    std::string_view address{};
    bool all_tenants = false; ///< instead of one
    std::int64_t as_of = 0;   ///< microseconds since 1970-01-01, UTC: of a run that reads past versions

    [[nodiscard]] constexpr std::string_view of(session_value which) const noexcept {
        switch (which) {
        case session_value::tenant: return tenant;
        case session_value::actor: return actor;
        case session_value::request: return request;
        case session_value::address: return address;
        case session_value::as_of: break; // no text
        }
        return {};
    }
};

/// The same as a parameter: NULL where it is not known.
[[nodiscard]] inline value value_of_session(const session_values* session, std::size_t which) noexcept {
    if (static_cast<session_value>(which) == session_value::as_of)
        return value::of_integer(storage::timestamp, session == nullptr ? 0 : session->as_of);
    const auto text =
        session == nullptr ? std::string_view{} : session->of(static_cast<session_value>(which));
    return text.data() == nullptr ? value::null(storage::text) : value::of_text(text);
}

/// Whether a statement must not run without this value. Without its tenant it would be about nobody's rows.
[[nodiscard]] constexpr bool is_required(session_value which) noexcept {
    return which == session_value::tenant;
}
inline constexpr std::string_view session_value_missing =
    "the statement is about the rows of one tenant, and its session has no tenant";

} // namespace dataflow::rooms::sql
