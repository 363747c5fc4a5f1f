// Boost.JSON's own values inside df::json: df::json<boost::json::value>. A program that includes this
// links Boost.JSON, or includes <boost/json/src.hpp> in one file, as its documentation says.
#pragma once

#include <dataflow/json/json.hpp>

#include <boost/json/value.hpp>

#include <cstdint>
#include <string_view>
#include <utility>

namespace dataflow {

template <>
struct json_::form_of<boost::json::value> {
    static void write(writer& to, const boost::json::value& v) {
        switch (v.kind()) {
        case boost::json::kind::null: to.null(); return;
        case boost::json::kind::bool_: to.boolean(v.get_bool()); return;
        case boost::json::kind::int64: to.integer(v.get_int64()); return;
        case boost::json::kind::uint64:
            if (v.get_uint64() > static_cast<std::uint64_t>(INT64_MAX))
                to.fail("a number above the range of a 64-bit signed integer");
            to.integer(static_cast<std::int64_t>(v.get_uint64()));
            return;
        case boost::json::kind::double_: to.real(v.get_double()); return;
        case boost::json::kind::string: to.text({v.get_string().data(), v.get_string().size()}); return;
        case boost::json::kind::array:
            to.open_array();
            for (const auto& e : v.get_array()) {
                to.element();
                write(to, e);
            }
            to.close_array();
            return;
        case boost::json::kind::object:
            to.open_object();
            for (const auto& e : v.get_object()) {
                to.key({e.key().data(), e.key().size()});
                write(to, e.value());
            }
            to.close_object();
            return;
        }
    }
    static void read(reader& from, boost::json::value& v) {
        switch (from.peek()) {
        case shape::null:
            from.null();
            v = nullptr;
            return;
        case shape::boolean: v = from.boolean(); return;
        case shape::number:
            if (from.is_integer()) v = from.integer(INT64_MIN, INT64_MAX);
            else v = from.real();
            return;
        case shape::text: {
            const auto text = from.text();
            v.emplace_string().assign(text.data(), text.size());
            return;
        }
        case shape::array: {
            auto& to = v.emplace_array();
            for (from.open_array(); from.next_element();) read(from, to.emplace_back(nullptr));
            return;
        }
        case shape::object: {
            auto& to = v.emplace_object();
            from.open_object();
            for (std::string_view key; from.next_key(key);) {
                auto& place = to[boost::json::string_view{key.data(), key.size()}];
                read(from, place);
            }
            return;
        }
        }
    }
};

} // namespace dataflow
