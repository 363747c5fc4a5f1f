// A growing run of bytes that is reused from statement to statement.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

/// Unlike std::string it does not clear the bytes that it grows by: they are written next.
class buffer {
  public:
    /// Makes room for `n` bytes at the end, and gives where to write them; valid until the next call.
    [[nodiscard]] char* extend(std::size_t n) {
        if (n > capacity_ - size_) grow(n);
        char* at = data_.get() + size_;
        size_ += n;
        return at;
    }
    void append(std::string_view more) {
        if (!more.empty()) std::memcpy(extend(more.size()), more.data(), more.size());
    }

    [[nodiscard]] char* data() noexcept { return data_.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Forgets the content. Memory of an ordinary size is kept for the next statement; a very large
    /// batch must not hold on to its own for as long as the connection lives.
    void clear() noexcept {
        size_ = 0;
        if (capacity_ > kept) {
            data_.reset();
            capacity_ = 0;
        }
    }

  private:
    static constexpr std::size_t kept = std::size_t{8} << 20;

    void grow(std::size_t more) {
        std::size_t room = capacity_ < 512 ? 1024 : capacity_ * 2;
        if (room - size_ < more) room = size_ + more;
        std::unique_ptr<char[]> larger{new char[room]};
        if (size_ != 0) std::memcpy(larger.get(), data_.get(), size_);
        data_ = std::move(larger);
        capacity_ = room;
    }

    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace dataflow::driver::postgres_
