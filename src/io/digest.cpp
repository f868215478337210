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

}  // namespace

InputFile digest(const std::string& role, const std::string& path, const std::stop_token& stop) {
    InputFile out{role, path, 0, {}, {}, {}, {}};
    const std::size_t zip = path.find(".zip/");
    std::ifstream file{zip == std::string::npos ? path : path.substr(0, zip + 4), std::ios::binary};
    if (!file) return out;
    const std::unique_ptr<EVP_MD_CTX, ContextDeleter> context{EVP_MD_CTX_new()};
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::vector<char> buffer(std::size_t{1} << 18);
    while (!stop.stop_requested() &&
           (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0)) {
        EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(file.gcount()));
        out.size += static_cast<std::uint64_t>(file.gcount());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(context.get(), hash.data(), &length);
    for (unsigned int i = 0; i < length; ++i) out.sha256 += fmt::format("{:02x}", hash[i]);
    return out;
}

}  // namespace amaneku::io
