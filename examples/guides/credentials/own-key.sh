openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out worker.pem
openssl pkey -in worker.pem -pubout -out worker.pub.pem
