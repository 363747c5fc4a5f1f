// The code of workflow/detail/engine.hpp.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/workflow/detail/engine.hpp>

#include <cstring>
#include <string>
#include <utility>

namespace dataflow::workflow_ {

namespace detail {

/// The bytes in memory of what is moved by its bytes; 0 for texts and the like.
[[nodiscard]] constexpr std::size_t plain_size(const type_info& type) noexcept {
    switch (type.memory) {
    case layout::boolean: return sizeof(bool);
    case layout::int8:
    case layout::uint8: return 1;
    case layout::int16:
    case layout::uint16: return 2;
    case layout::int32:
    case layout::uint32: return 4;
    case layout::int64: return 8;
    case layout::float32: return sizeof(float);
    case layout::float64: return sizeof(double);
    case layout::timestamp: return sizeof(timestamp);
    case layout::date: return sizeof(date);
    case layout::decimal: return sizeof(std::int64_t);
    case layout::enumeration:
    case layout::uuid:
    case layout::listed:
    case layout::duration: return bytes_of(type);
    case layout::mapped:
    case layout::json:
    case layout::sequence:
    case layout::text:
    case layout::bytes: return 0;
    }
    return 0;
}

/// Copies an object of the program's own type by way of what is stored of it.
inline void copy_mapped(const type_info& type, void* to, const void* from) {
    struct both {
        const type_info& type;
        void* to;
        const void* stored;
    } way{type, to, nullptr};
    type.map->to(
        from,
        [](void* context, const void* stored) {
            auto& w = *static_cast<both*>(context);
            w.stored = stored;
            w.type.map->from(
                w.to,
                [](void* inner, void* empty) {
                    const auto& i = *static_cast<const both*>(inner);
                    (void)move_value(*i.type.map->stored, empty, *i.type.map->stored, i.stored);
                },
                context);
        },
        &way);
}

/// An error of a node gets the node's name: "create" becomes "order (create)". `something_stays`: nodes
/// before it have committed, so that the run as a whole is not `not_done`.
[[noreturn]] inline void rename(const error& e, std::string_view node, std::string_view kind,
                                bool something_stays) {
    error_info info = e.info();
    info.node = std::string{node} + " (" + (info.node.empty() ? std::string{kind} : info.node) + ")";
    if (!something_stays || (e.kind() != error_kind::not_done && e.kind() != error_kind::in_doubt))
        raise(e.kind(), std::move(info));
    info.retry_is_safe = false;
    info.message += "; what ran before it without a transaction stays";
    raise(error_kind::in_doubt, std::move(info));
}

} // namespace detail

namespace detail {

/// Stores a text, or the time that it says; false where it says none.
[[nodiscard]] inline bool store_text(const type_info& type, void* to, std::string_view text) {
    if (type.memory == layout::text) {
        static_cast<std::string*>(to)->assign(text);
        return true;
    }
    const auto time = type.memory == layout::date ? read_date(text) : read_timestamp(text);
    return time && store_integer(type, to, *time);
}

} // namespace detail

DATAFLOW_RUNTIME void fail_time(const link& l) {
    raise(
        error_kind::invalid_value,
        {.message = "a string that is not a time: ISO 8601 as 2024-02-29T12:30:00Z, or 2024-02-29 for a day",
         .model = std::string{l.model},
         .field = std::string{l.input}});
}

DATAFLOW_RUNTIME bool move_value(const type_info& to_type, void* to, const type_info& from_type,
                                 const void* from) {
    if (from != nullptr && from_type.optional != nullptr) from = from_type.optional->get(from);
    if (to_type.optional != nullptr) {
        if (from == nullptr) {
            to_type.optional->reset(to);
            return true;
        }
        to = to_type.optional->emplace(to);
    }
    if (to_type.memory == from_type.memory) {
        if (to_type.memory == layout::text)
            *static_cast<std::string*>(to) = *static_cast<const std::string*>(from);
        else if (to_type.memory == layout::bytes) *static_cast<bytes*>(to) = *static_cast<const bytes*>(from);
        else if (to_type.memory == layout::mapped) detail::copy_mapped(to_type, to, from);
        else if (to_type.memory == layout::json) to_type.text->copy(to, from);
        else if (to_type.memory == layout::sequence) to_type.sequence->copy(to, from);
        else if (to_type.memory == layout::decimal &&
                 to_type.scale != from_type.scale) { // to more digits, for which there is room
            std::int64_t units = 0;
            std::memcpy(&units, from, sizeof units);
            (void)store_integer(to_type, to,
                                dataflow::detail::scaled_up(units, to_type.scale - from_type.scale));
        } else std::memcpy(to, from, detail::plain_size(to_type));
        return true;
    }
    if (from_type.memory == layout::text)
        return detail::store_text(to_type, to, *static_cast<const std::string*>(from));
    type_info inside = from_type; // a number that becomes a wider one
    inside.optional = {};
    const auto v = load(field_access{0, &inside, {}}, from);
    const bool real = from_type.memory == layout::float32 || from_type.memory == layout::float64;
    if (to_type.memory == layout::float32 || to_type.memory == layout::float64)
        (void)store_real(to_type, to, real ? v.real : static_cast<double>(v.integer));
    else (void)store_integer(to_type, to, v.integer);
    return true;
}

DATAFLOW_RUNTIME const void* step_call::source(const link& l) const {
    const void* object = l.from == from_constant ? plan.values[l.argument]
                         : l.from == from_input  ? plan.input
                                                 : outputs + plan.places[l.from];
    if (l.find != nullptr) object = l.find(object);
    return object == nullptr ? nullptr : static_cast<const std::byte*>(object) + l.from_offset;
}

namespace detail {

inline void give_link(const step_call& s, const link& l, const type_info* type, void* to) {
    const mover own = s.plan.movers[l.argument];
    const void* from = s.source(l);
    if (own != nullptr) own(to, from);
    else if (l.view) {
        if (type->optional != nullptr) to = type->optional->emplace(to);
        if (!store_text(*type, to, *static_cast<const std::string_view*>(from))) fail_time(l);
    } else if (!move_value(*type, to, *l.from_type, from)) fail_time(l);
}

/// Where a link's field is in an object.
inline void* target(const link& l, void* object) {
    if (l.find_target != nullptr) object = const_cast<void*>(l.find_target(object));
    return static_cast<std::byte*>(object) + l.to_offset;
}

} // namespace detail

DATAFLOW_RUNTIME bool step_call::fills(std::size_t field) const noexcept {
    for (std::size_t i = 0; i < plan.link_count; ++i) {
        const auto& l = plan.links[i];
        if (l.to == static_cast<int>(node) && l.is == role::field && (l.to_port == whole || l.index == field))
            return true;
    }
    return false;
}

DATAFLOW_RUNTIME void step_call::fill(void* object) const {
    for (std::size_t i = 0; i < plan.link_count; ++i) {
        const auto& l = plan.links[i];
        if (l.to == static_cast<int>(node) && l.is == role::field)
            detail::give_link(*this, l, l.to_type, detail::target(l, object));
    }
}

DATAFLOW_RUNTIME void step_call::give(role is, std::size_t index, const type_info& type, void* to) const {
    for (std::size_t i = 0; i < plan.link_count; ++i) {
        const auto& l = plan.links[i];
        if (l.to == static_cast<int>(node) && l.is == is && l.index == index)
            detail::give_link(*this, l, &type, to);
    }
}

DATAFLOW_RUNTIME void step_call::give_rows(const link& l, void* rows, std::size_t stride,
                                           std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i)
        detail::give_link(*this, l, l.to_type, detail::target(l, static_cast<std::byte*>(rows) + i * stride));
}

namespace detail {

inline void run_in_order(step_call& s, std::size_t& done) {
    for (; done < s.plan.node_count; ++done) {
        s.node = s.plan.order[done];
        s.made = false;
        try {
            s.plan.steps[s.plan.arguments[s.node]](s);
        } catch (const error& e) {
            // A function may have written by itself.
            const bool alone = s.plan.writes && !s.plan.in_transaction && s.c.depth() == 0;
            rename(e, s.plan.names[s.node], s.plan.kinds[s.node],
                   alone && (done != 0 || s.plan.kinds[s.node] == "function"));
        }
    }
}

} // namespace detail

DATAFLOW_RUNTIME void run_nodes(const run_plan& plan, context& c, std::byte* outputs) {
    step_call s{plan, c, outputs};
    std::size_t done = 0;
    try {
        if (plan.in_transaction)
            c.atomically([&] { detail::run_in_order(s, done); },
                         plan.writes ? access::read_write : access::read_only, plan.level);
        else detail::run_in_order(s, done);
    } catch (...) {
        if (s.made && done < plan.node_count) ++done;
        for (s.ending = true; done-- > 0;) {
            s.node = plan.order[done];
            plan.steps[plan.arguments[s.node]](s);
        }
        throw;
    }
}

DATAFLOW_RUNTIME void fail_count(std::size_t values, std::size_t rows, std::string_view model,
                                 std::string_view field) {
    raise(error_kind::invalid_value,
          {.message = std::to_string(values) + " values for " + std::to_string(rows) + " rows",
           .model = std::string{model},
           .field = std::string{field}});
}

} // namespace dataflow::workflow_
