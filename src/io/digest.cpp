#include "io/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <vector>

namespace amaneku::io {

namespace {

struct ContextDeleter {
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

/// A SHA-256 under way.
class Sha256 {
public:
    Sha256() { EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr); }
    void add(const char* bytes, std::size_t size) { EVP_DigestUpdate(m_context.get(), bytes, size); }
    [[nodiscard]] std::string hex() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
        unsigned int length = 0;
        EVP_DigestFinal_ex(m_context.get(), hash.data(), &length);
        std::string out;
        for (unsigned int i = 0; i < length; ++i) out += fmt::format("{:02x}", hash[i]);
        return out;
    }

private:
    std::unique_ptr<EVP_MD_CTX, ContextDeleter> m_context{EVP_MD_CTX_new()};
};

}  // namespace

std::string sha256(std::string_view bytes) {
    Sha256 sum;
    sum.add(bytes.data(), bytes.size());
    return sum.hex();
}

InputFile digest(const std::string& role, const std::string& path, const std::stop_token& stop) {
    InputFile out{role, path, 0, {}, {}, {}, {}};
    const std::size_t zip = path.find(".zip/");
    std::ifstream file{zip == std::string::npos ? path : path.substr(0, zip + 4), std::ios::binary};
    if (!file) return out;
    Sha256 sum;
    std::vector<char> buffer(std::size_t{1} << 18);
    while (!stop.stop_requested() &&
           (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0)) {
        sum.add(buffer.data(), static_cast<std::size_t>(file.gcount()));
        out.size += static_cast<std::uint64_t>(file.gcount());
    }
    out.sha256 = sum.hex();
    return out;
}

}  // namespace amaneku::io
